package web_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"testing"

	"chancery"
	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/link"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/saved"
	"chancery/internal/stage/serve/web"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/record"
)

// The tests in a real browser need chromium and an archive of invented news;
// make browser brings both together and keeps the pictures:
//
//	CHANCERY_BROWSE  the archive
//	CHANCERY_WORLD   the folder with the registry of its invented states
//	CHANCERY_SHOTS   where the pictures go
//	CHANCERY_STAY    keeps the desk open for a person, for so long
const browseEnv = "CHANCERY_BROWSE"

// kept is an archive whose decisions are linked.
type kept struct{ *store.Store }

func (k kept) Correct(ctx context.Context, c archive.Correction) (archive.Correction, error) {
	return k.Store.Correct(ctx, c, link.Link)
}

func (k kept) Undo(ctx context.Context, id int64, by, reason string) error {
	return k.Store.Undo(ctx, id, by, reason, link.Link)
}

// openDesk serves an archive on loopback and gives the address.
func openDesk(t *testing.T) string {
	t.Helper()
	path := os.Getenv(browseEnv)
	if path == "" {
		t.Skip("make browser runs this")
	}
	ctx, stop := context.WithCancel(context.Background())
	s, err := sqlite.Open(ctx, path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	reg, err := registry.LoadWith(os.DirFS(os.Getenv("CHANCERY_WORLD")))
	if err != nil {
		t.Fatal(err)
	}
	coder, err := chancery.New(chancery.Options{Registry: os.DirFS(os.Getenv("CHANCERY_WORLD"))})
	if err != nil {
		t.Fatal(err)
	}
	mounts, err := web.Mounts(web.Options{Archive: kept{s}, Names: filter.World(reg), Code: coder.Code, States: statesOf(reg), Saved: withSearches(t, s, reg),
		Fetch: func(context.Context, string) (record.Page, []record.Diagnostic, error) {
			return record.Page{}, nil, errors.New("nothing is fetched here")
		}, Fetchers: serve.Reviewer,
		Aggregate: s.AggregateBetween, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	server, err := serve.New(serve.Options{Archive: kept{s}, Mounts: mounts, Access: asReviewer, Rate: 1000, Burst: 1000})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// statesOf are the states of a registry, at their capitals.
func statesOf(reg *registry.Registry) (out []web.State) {
	for i := range reg.Len() {
		e := reg.Entry(registry.ID(i + 1))
		if e.File != "states.tsv" || e.Standing == "former" || len(e.Capitals) == 0 {
			continue
		}
		if c := reg.ByKey(e.Capitals[0]); c != nil {
			out = append(out, web.State{Code: e.Code, Name: e.Name, Lat: c.Lat, Lon: c.Lon, HasCoord: c.HasCoord})
		}
	}
	return out
}

// withSearches saves a search that has told an address once, and could not once.
func withSearches(t *testing.T, s *store.Store, reg *registry.Registry) *saved.Keeper {
	t.Helper()
	ctx := t.Context()
	status := http.StatusOK
	k := saved.New(saved.Options{Store: s, Lists: s, Names: filter.World(reg), Least: serve.Reviewer,
		Post: func(context.Context, string, http.Header, []byte) (int, error) { return status, nil }})
	x, _, err := k.Create(ctx, serve.Caller{Name: "rita", Role: serve.Reviewer}, saved.Form{Name: "Talks with Avernia", List: saved.Incidents, Filter: "party:Avernia type:CONSULT", Hook: "https://hooks.example/chancery"})
	if err != nil {
		t.Fatal(err)
	}
	for _, alert := range []string{"a1", "a2"} {
		err := s.Found(ctx, x.ID, []archive.Match{{ID: alert, Marks: []string{alert}}}, func([]int) (*archive.Alert, error) {
			return &archive.Alert{ID: alert, Body: []byte("{}")}, nil
		})
		if err == nil {
			err = k.Tell(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		status = http.StatusServiceUnavailable
	}
	return k
}
