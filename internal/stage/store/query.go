package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"

	"chancery/archive"
	"chancery/internal/filter"
)

// Query, Page and Count are those of the filter language, so that those who ask
// need not know who answers.
type (
	Query       = filter.Query
	Page[T any] = filter.Page[T]
	Count       = filter.Count
)

const defaultLimit = filter.DefaultLimit

// ErrCursor is an After that is none of ours.
var ErrCursor = filter.ErrCursor

// Events gives all events of a query, a page at a time from the database.
// Rejected ones are left out unless the filter asks for review.
func (s *Store) Events(ctx context.Context, q Query) iter.Seq2[archive.Event, error] {
	return all(ctx, s, s.events(), q)
}

// EventsPage gives one page of events.
func (s *Store) EventsPage(ctx context.Context, q Query) (Page[archive.Event], error) {
	return page(ctx, s, s.events(), q)
}

// CountEvents counts events up to most.
func (s *Store) CountEvents(ctx context.Context, f filter.Expr, most int) (Count, error) {
	return count(ctx, s, s.events(), f, most)
}

// Statements gives all statements of a query.
func (s *Store) Statements(ctx context.Context, q Query) iter.Seq2[archive.Statement, error] {
	return all(ctx, s, s.statements(), q)
}

// StatementsPage gives one page of statements.
func (s *Store) StatementsPage(ctx context.Context, q Query) (Page[archive.Statement], error) {
	return page(ctx, s, s.statements(), q)
}

// CountStatements counts statements up to most.
func (s *Store) CountStatements(ctx context.Context, f filter.Expr, most int) (Count, error) {
	return count(ctx, s, s.statements(), f, most)
}

// Incidents gives all incidents of a query.
func (s *Store) Incidents(ctx context.Context, q Query) iter.Seq2[archive.Incident, error] {
	return all(ctx, s, s.incidents(), q)
}

// IncidentsPage gives one page of incidents.
func (s *Store) IncidentsPage(ctx context.Context, q Query) (Page[archive.Incident], error) {
	return page(ctx, s, s.incidents(), q)
}

// CountIncidents counts incidents up to most.
func (s *Store) CountIncidents(ctx context.Context, f filter.Expr, most int) (Count, error) {
	return count(ctx, s, s.incidents(), f, most)
}

// target is one sort of item that is asked for.
type target[T any] struct {
	of   filter.Target
	name string // column that the tables of terms and parties call it by
	row  string // its table and alias: "events e"
	id   string // "e.id"
	day  string
	// tie are the columns that order the items of a day.
	tie []string
	// columns and tables give whole items; scan reads one.
	columns, tables string
	scan            func(scan) (int64, T, error)
	item            func(*T) filter.Item
	// mark is the place of an item in the order: its day and its tie.
	mark func(*T) (day int64, tie []any)
	// leaf compiles a test of one field.
	leaf func(c *compiler, l filter.Leaf) (cond, error)
	// hidden leaves items out of answers that do not ask for them.
	hidden func(filter.Expr) string
}

func (s *Store) events() target[archive.Event] {
	return target[archive.Event]{
		of: filter.Events, name: "event", row: "events e", id: "e.id", day: "e.day", tie: []string{"e.head", "e.tail"},
		columns: eventColumns, tables: eventTables, scan: s.scanEvent, item: filter.OfEvent, leaf: eventLeaf,
		mark: func(e *archive.Event) (int64, []any) {
			h, tail, _ := splitKey(e.Key)
			return day(e.Start), []any{h, tail}
		},
		hidden: func(f filter.Expr) string {
			if f != nil && filter.Uses(f, filter.Review) {
				return ""
			}
			return fmt.Sprintf("e.review <> %d", place(reviews(), string(archive.Rejected)))
		},
	}
}

func (s *Store) statements() target[archive.Statement] {
	return target[archive.Statement]{
		of: filter.Statements, name: "statement", row: "statements e", id: "e.id", day: "e.day", tie: []string{"e.head", "e.tail"},
		columns: statementColumns, tables: statementTables, scan: s.scanStatement, item: filter.OfStatement, leaf: statementLeaf,
		mark: func(x *archive.Statement) (int64, []any) {
			h, tail, _ := splitKey(x.Key)
			return day(x.Start), []any{h, tail}
		},
		hidden: func(filter.Expr) string { return "" },
	}
}

func (s *Store) incidents() target[archive.Incident] {
	return target[archive.Incident]{
		of: filter.Incidents, name: "incident", row: "incidents e", id: "e.id", day: "e.day", tie: []string{"e.name"},
		columns: incidentColumns, tables: "incidents e", scan: s.scanIncident, item: filter.OfIncident, leaf: incidentLeaf,
		mark:   func(x *archive.Incident) (int64, []any) { return day(x.Start), []any{x.ID} },
		hidden: func(filter.Expr) string { return "" },
	}
}

// cursor is a place between two items.
type cursor struct {
	Day    int64  `json:"d"`
	Head   int64  `json:"h,omitempty"`
	Tail   string `json:"t"`
	Oldest bool   `json:"o,omitempty"`
}

func (c cursor) String() string {
	data, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

func parseCursor(s string) (cursor, error) {
	var c cursor
	data, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		return c, ErrCursor
	}
	return c, nil
}
