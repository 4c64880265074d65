package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// A server that ends the connection in the midst of a commit leaves nothing of
// it; the next one goes on over a new connection.
func TestLostConnection(t *testing.T) {
	ctx := t.Context()
	s := open(t, "lost", store.Options{})
	defer s.Close()
	storetest.Fill(t, ctx, s, 5)
	config, err := pgx.ParseConfig(address(t, "lost"))
	if err != nil {
		t.Fatal(err)
	}
	other := sql.OpenDB(stdlib.GetConnector(*config))
	defer other.Close()
	page := storetest.Page(77, "courier", "2031-01-20")
	n := 0
	cut := func(ctx context.Context, _ archive.History, _ *archive.Addition) (archive.Links, error) {
		if n++; n == 2 { // the first of the batch is written
			_, err := other.ExecContext(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chancery' AND state LIKE 'idle in transaction%'")
			return archive.Links{}, err
		}
		return archive.Links{}, nil
	}
	if _, err := s.Add(ctx, []archive.Addition{page, storetest.Page(78, "courier", "2031-01-20")}, cut); !errors.Is(err, store.ErrLost) {
		t.Fatalf("a lost connection is told as: %v", err)
	}
	if _, err := s.Document(ctx, page.Document.SHA256); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("a document of the lost commit: %v", err)
	}
	if _, err := s.Add(ctx, []archive.Addition{storetest.Page(77, "courier", "2031-01-20")}, nil); err != nil {
		t.Errorf("after it: %v", err)
	}
	storetest.Sound(t, ctx, s)
}

// The server is stopped without warning while pages are added, again and again:
// what was acknowledged is there. make faults does it.
func TestStoppedServer(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("CHANCERY_FAULTS"))
	ctl := strings.Fields(os.Getenv("CHANCERY_POSTGRES_CTL"))
	if err != nil || len(ctl) == 0 {
		t.Skip("make faults stops the server many times")
	}
	ctx := t.Context()
	s := open(t, "stopped", store.Options{})
	defer s.Close()
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 2))
	var acknowledged []string
	lost := 0
	for i := range n / 10 {
		stopped := make(chan error)
		go func() {
			time.Sleep(time.Duration(r.IntN(300)) * time.Millisecond)
			_, err := exec.Command(ctl[0], append(ctl[1:], "-m", "immediate", "-w", "stop")...).CombinedOutput()
			stopped <- err
		}()
		for page := 0; ; page += 3 {
			batch := []archive.Addition{storetest.Page(1000*i+page, "courier", "2031-01-20"), storetest.Page(1000*i+page+1, "herald", "2031-01-20"), storetest.Page(1000*i+page+2, "herald", "2031-01-20")}
			out, err := s.Add(ctx, batch, nil)
			if err != nil {
				if !errors.Is(err, store.ErrLost) && !errors.Is(err, store.ErrNone) {
					t.Errorf("a stopped server is told as: %v", err)
				}
				lost++
				break
			}
			for _, o := range out {
				acknowledged = append(acknowledged, o.Document)
			}
		}
		if err := <-stopped; err != nil {
			t.Fatal(err)
		}
		start := append(append([]string{}, ctl[1:]...), "-w", "-o", "-k "+os.Getenv("CHANCERY_POSTGRES_DIR")+" -c listen_addresses='' -c max_connections=60 -c fsync=off", "-l", os.DevNull, "start")
		if out, err := exec.Command(ctl[0], start...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if _, err := s.Add(ctx, []archive.Addition{storetest.Page(1000*i+999, "courier", "2031-01-20")}, nil); err != nil {
			t.Fatalf("the server is there again: %v", err)
		}
	}
	for _, sha := range acknowledged {
		if _, err := s.Document(ctx, sha); err != nil {
			t.Errorf("document %s was acknowledged and is lost: %v", sha, err)
		}
	}
	storetest.Sound(t, ctx, s)
	t.Logf("stopped %d times, %d documents acknowledged", lost, len(acknowledged))
}
