package serve

import (
	"context"
	"iter"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/record"
)

// Archive is what the desk asks of an archive. Handlers take the part of it that
// they need. What is asked for by name and is not there is archive.ErrUnknown; a
// Query.After that no page gave is filter.ErrCursor.
type Archive interface {
	Lists
	Things
	Decisions
	Notebook
}

// Lists are what is asked for by a filter.
type Lists interface {
	// The pages come newest first, or with Oldest the oldest.
	EventsPage(ctx context.Context, q filter.Query) (filter.Page[archive.Event], error)
	IncidentsPage(ctx context.Context, q filter.Query) (filter.Page[archive.Incident], error)
	StatementsPage(ctx context.Context, q filter.Query) (filter.Page[archive.Statement], error)
	// The streams give all that the filter finds, whatever the limit.
	Events(ctx context.Context, q filter.Query) iter.Seq2[archive.Event, error]
	Incidents(ctx context.Context, q filter.Query) iter.Seq2[archive.Incident, error]
	Statements(ctx context.Context, q filter.Query) iter.Seq2[archive.Statement, error]
	// Agenda gives the incidents that were announced as plans.
	AgendaPage(ctx context.Context, q filter.Query) (filter.Page[archive.Incident], error)
	Agenda(ctx context.Context, q filter.Query) iter.Seq2[archive.Incident, error]
	// Tenures and People are up to date with the documents.
	Tenures(ctx context.Context, q filter.Query) iter.Seq2[archive.Tenure, error]
	People(ctx context.Context, q filter.Query) iter.Seq2[archive.Identity, error]
	// Coverage gives a line for each outlet and day, gaps too.
	Coverage(ctx context.Context, q filter.Query) iter.Seq2[archive.Coverage, error]
	Outlets(ctx context.Context) ([]archive.Outlet, error)
	Search(ctx context.Context, words string, most int) ([]archive.Hit, error)
	// The counts stop at most.
	CountEvents(ctx context.Context, f filter.Expr, most int) (filter.Count, error)
	CountIncidents(ctx context.Context, f filter.Expr, most int) (filter.Count, error)
	CountStatements(ctx context.Context, f filter.Expr, most int) (filter.Count, error)
	// Counts tells reports, documents, outlets and incidents of a filter of events.
	Counts(ctx context.Context, f filter.Expr) (archive.Counts, error)
	// Revision is the same as long as nothing that lists show has changed.
	Revision(ctx context.Context) (string, error)
}

// Things are what has a name.
type Things interface {
	Event(ctx context.Context, key string) (archive.Event, error)
	// EventsNamed gives events in the order of their keys; those that are not
	// there are left out.
	EventsNamed(ctx context.Context, keys []string) ([]archive.Event, error)
	Incident(ctx context.Context, id string) (archive.Incident, error)
	// Changes is the history of an incident, the first change first.
	Changes(ctx context.Context, incident string) ([]archive.Change, error)
	// Named gives the SHA-256 of a document of which 16 digits or more are given.
	Named(ctx context.Context, digits string) (string, error)
	// Document comes with its text where that is kept.
	Document(ctx context.Context, sha256 string) (archive.Document, error)
	// Record gives a coding of a document; revision 0 is the last.
	Record(ctx context.Context, sha256 string, revision int) (record.Record, error)
	EventsOf(ctx context.Context, sha256 string) ([]archive.Event, error)
}

// Decisions are those of reviewers. The reviewer is always the caller's name.
type Decisions interface {
	// Queue gives events that nobody has looked at, the least confident first.
	Queue(ctx context.Context, q filter.Query) iter.Seq2[archive.Event, error]
	Correct(ctx context.Context, c archive.Correction) (archive.Correction, error)
	Undo(ctx context.Context, id int64, by, reason string) error
	Decisions(ctx context.Context) iter.Seq2[archive.Correction, error]
	// DecidedTwice gives the decisions in force on single events on which two or
	// more reviewers decided, each with the event as it was coded.
	DecidedTwice(ctx context.Context) iter.Seq2[archive.Example, error]
}

// Notebook keeps what the desk must remember: users, sessions, saved searches.
type Notebook interface {
	// State reads what was noted of a kind under a name, SetState replaces it.
	State(ctx context.Context, kind, name string, into any) (found bool, err error)
	SetState(ctx context.Context, kind, name string, value any) error
	// Note writes a line into the log of the archive, Log gives the newest first.
	Note(ctx context.Context, kind, note string) error
	Log(ctx context.Context, most int) ([]archive.Entry, error)
}
