package web_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery"
	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/link"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/web"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
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
	mounts, err := web.Mounts(web.Options{Archive: kept{s}, Names: filter.World(reg), Code: coder.Code, Aggregate: s.AggregateBetween, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	server, err := serve.New(serve.Options{Archive: kept{s}, Mounts: mounts, Access: asReviewer, Log: os.Stderr, Rate: 1000, Burst: 1000})
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

// browser runs chromium once. Anything that it would ask of another machine fails.
func browser(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	fixed := []string{"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
		"--user-data-dir=" + t.TempDir()}
	var errs strings.Builder
	cmd := exec.CommandContext(ctx, "chromium", append(fixed, args...)...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("chromium %v: %v\n%s", args, err, errs.String())
	}
	return string(out)
}

// shoot keeps a picture of a page.
func shoot(t *testing.T, name, address, size string, more ...string) {
	t.Helper()
	dir := os.Getenv("CHANCERY_SHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	file := filepath.Join(dir, name+".png")
	browser(t, append(more, "--screenshot="+file, "--window-size="+size, address)...)
	if info, err := os.Stat(file); err != nil || info.Size() < 5000 {
		t.Errorf("%s: no picture: %v", name, err)
	}
}
