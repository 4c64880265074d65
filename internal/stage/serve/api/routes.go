package api

import (
	"net/http"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/record"
)

// route is one line of the table of what can be asked.
type route struct {
	method, path string
	gist         string
	params       []param
	example      string // of the query
	body         func() (schema, error)
	gives        func() (schema, error)
	forms        []format // of lists
	target       filter.Target
	answer       func(http.ResponseWriter, *http.Request) error
}

// param is a parameter of the query.
type param struct {
	name, gist, kind string
	values           []string
	needed           bool
}

func listParams(more ...param) []param {
	return append([]param{
		{name: "filter", kind: "string", gist: "what is asked for, in the language of the command line (docs/filter.md); empty is all"},
		{name: "order", kind: "string", values: []string{"newest", "oldest"}, gist: "which day comes first"},
		{name: "limit", kind: "integer", gist: "rows at most: of a JSON page 1 to 1000 (50), of ndjson and csv any number (0, all)"},
		{name: "after", kind: "string", gist: "the mark that the page before gave as next"},
		{name: "count", kind: "string", values: []string{"quick", "exact"}, gist: "quick counts to 10,000, exact to the end"},
		{name: "format", kind: "string", values: []string{"json", "ndjson", "csv"}, gist: "the form of the answer; else the header Accept says it"},
	}, more...)
}

// listRoute is the line of a list.
func listRoute[T any](a *API, path, gist, example string, l list[T]) route {
	forms := []format{asJSON, asNDJSON}
	if l.table != nil {
		forms = append(forms, asCSV)
	}
	return route{method: http.MethodGet, path: path, gist: gist, params: listParams(), example: example, forms: forms, target: l.target, gives: schemaOf[Answer[T]], answer: answerList(a, l)}
}

// routes is the table of all that is answered under /api/v1.
func (a *API) routes() []route {
	db, to := a.o.Archive, a.o.Tables
	return append([]route{
		listRoute(a, "/events", "Reports of acts: what single pages say was done", "filter=actor:RUS type:CONSULT since:30d", list[archive.Event]{filter.Events, db.EventsPage, db.Events, db.CountEvents, to.Events}),
		listRoute(a, "/incidents", "Acts, the reports of each joined", "filter=between:CHN,RUS outlets:>=2", list[archive.Incident]{filter.Incidents, db.IncidentsPage, db.Incidents, db.CountIncidents, to.Incidents}),
		listRoute(a, "/statements", "Who said what through whom", `filter=speaker:CHN text:"zero-sum"`, list[archive.Statement]{filter.Statements, db.StatementsPage, db.Statements, db.CountStatements, to.Statements}),
		listRoute(a, "/agenda", "What was announced as a plan, and what became of it", "filter=since:today&order=oldest", list[archive.Incident]{filter.Incidents, db.AgendaPage, db.Agenda, nil, to.Incidents}),
		listRoute(a, "/posts", "Who holds which post, first and last seen", "filter=party:RUS minister", list[archive.Tenure]{filter.Posts, nil, db.Tenures, nil, to.Posts}),
		listRoute(a, "/people", "The persons that pages name, those named most first", "filter=party:CHN", list[archive.Identity]{filter.People, nil, db.People, nil, to.People}),
		listRoute(a, "/coverage", "Documents and events of each outlet and day, gaps too", "filter=since:30d", list[archive.Coverage]{target: filter.Events, all: db.Coverage}),
		{method: "GET", path: "/counts", gist: "Reports, documents, outlets, independent outlets and incidents of a filter of events", params: listParams()[:1], example: "filter=type:SANCTION", gives: schemaOf[CountsAnswer], answer: a.countsOf},
		{method: "GET", path: "/outlets", gist: "The outlets, with what is known of them and what they have here", gives: schemaOf[OutletsAnswer], answer: a.outlets},
		{method: "GET", path: "/search", gist: "Where words stand: in the evidence of events, in statements, in kept texts",
			params:  []param{{name: "words", kind: "string", needed: true, gist: `words that must all be there; "in a row" in quotation marks; a star ends a beginning`}, {name: "limit", kind: "integer", gist: "hits of each kind at most, 1 to 200 (50)"}},
			example: "words=nuclear talks", gives: schemaOf[SearchAnswer], answer: a.search},
		{method: "GET", path: "/incidents/{id}", gist: "One incident with every report, its words, and its history", gives: schemaOf[IncidentAnswer], answer: a.incident},
		{method: "GET", path: "/events/{key}", gist: "One report with its words", gives: schemaOf[EventAnswer], answer: a.event},
		{method: "GET", path: "/documents/{sha256}", gist: "One page with its events, and its text where that is kept and the caller may read it (tokens: scope text)", gives: schemaOf[DocumentAnswer], answer: a.document},
		{method: "GET", path: "/documents/{sha256}/record", gist: "The record of a page as it was coded, with spans", gives: schemaOf[record.Record], answer: a.record},
		{method: "GET", path: "/me", gist: "Who is asking, and what they may do", gives: schemaOf[Me], answer: a.me},
		{method: "POST", path: "/code", gist: "Code a text; nothing is kept (tokens: scope code)", body: schemaOf[CodeRequest], gives: schemaOf[CodeAnswer], answer: a.code},
	}, a.searchRoutes()...)
}
