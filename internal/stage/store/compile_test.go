package store

import (
	"reflect"
	"testing"
)

// TestWithout: a test is left out with its parameters and no others, and with it
// the document, when nothing else is asked of it.
func TestWithout(t *testing.T) {
	words := func(arg any) test { return test{"e.id IN (w @@ ?)", []any{arg}} }
	for _, c := range []struct {
		sql  string
		args []any
		test test
		want cond
	}{
		{"e.id IN (w @@ ?)", []any{"a"}, words("a"), cond{sql: "1=1", args: []any{}}},
		{"(e.scale > ?) AND (e.id IN (w @@ ?)) AND (e.level = ?)", []any{1.5, "a", 2}, words("a"), cond{sql: "(e.scale > ?) AND (1=1) AND (e.level = ?)", args: []any{1.5, 2}}},
		{"(e.id IN (w @@ ?)) AND (e.id IN (w @@ ?))", []any{"b", "a"}, words("a"), cond{sql: "(e.id IN (w @@ ?)) AND (1=1)", args: []any{"b"}}},
		{"(e.id IN (w @@ ?)) AND (NOT (e.id IN (w @@ ?)))", []any{"a", "a"}, words("a"), cond{sql: "(1=1) AND (NOT (1=1))", args: []any{}}},
		{"(e.type = 3) AND (d.day > ?)", []any{7}, test{sql: "e.type = 3"}, cond{sql: "(1=1) AND (d.day > ?)", args: []any{7}, docs: true}},
		{"e.type = 3", nil, test{}, cond{sql: "e.type = 3"}},
	} {
		x := cond{sql: c.sql, args: c.args, docs: c.want.docs || c.test.sql == words(0).sql}
		x.without(c.test)
		if x.sql != c.want.sql || len(x.args) != len(c.want.args) || len(x.args) > 0 && !reflect.DeepEqual(x.args, c.want.args) || x.docs != c.want.docs {
			t.Errorf("%q %v without %v: got %q %v, document %v; want %q %v, document %v", c.sql, c.args, c.test, x.sql, x.args, x.docs, c.want.sql, c.want.args, c.want.docs)
		}
	}
}
