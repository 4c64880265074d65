package storetest

import (
	"context"
	"iter"
	"reflect"
	"testing"

	"chancery/internal/filter"
	"chancery/internal/stage/store"
)

// Same wants two archives to give the same answers.
func Same(t testing.TB, ctx context.Context, a, b *store.Store) {
	t.Helper()
	words, err := filter.Parse(`text:"treaty"`, filter.Options{For: filter.Events})
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "documents", a.Documents(ctx), b.Documents(ctx))
	for _, q := range []store.Query{{}, {Filter: words}, {Oldest: true}} {
		alike(t, "events", a.Events(ctx, q), b.Events(ctx, q))
	}
	alike(t, "statements", a.Statements(ctx, store.Query{}), b.Statements(ctx, store.Query{}))
	alike(t, "incidents", a.Incidents(ctx, store.Query{}), b.Incidents(ctx, store.Query{}))
	alike(t, "decisions", a.Decisions(ctx), b.Decisions(ctx))
	alike(t, "holdings", a.Holdings(ctx), b.Holdings(ctx))
	alike(t, "sources", a.Sources(ctx), b.Sources(ctx))
	for d, err := range a.Documents(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		one, err1 := a.Document(ctx, d.SHA256)
		two, err2 := b.Document(ctx, d.SHA256)
		if err1 != nil || err2 != nil || !reflect.DeepEqual(one, two) {
			t.Fatalf("document\n%+v\n%+v, %v, %v", one, two, err1, err2)
		}
	}
}

func alike[T any](t testing.TB, what string, a, b iter.Seq2[T, error]) {
	t.Helper()
	x, y := read(t, a), read(t, b)
	if !reflect.DeepEqual(x, y) {
		t.Errorf("%d %s here and %d there are not the same", len(x), what, len(y))
	}
}

func read[T any](t testing.TB, from iter.Seq2[T, error]) (out []T) {
	t.Helper()
	for v, err := range from {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}
