package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/record"
)

// The faults: the real program is killed (kill -9) at random moments of ingest,
// recode and backup; CHANCERY_FAULTS says how often in all, and make faults runs
// them. Killing in the midst of a migration is tested beside the migrations.
func faults(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("CHANCERY_FAULTS"))
	if err != nil {
		t.Skip("make faults kills the program many times")
	}
	return n
}

// killer runs the real program.
type killer struct {
	t    *testing.T
	r    *rand.Rand
	exe  string
	long time.Duration // what a whole run takes, as far as is known
}

func newKiller(t *testing.T) *killer {
	exe := filepath.Join(t.TempDir(), "chancery")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return &killer{t, rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1)), exe, 3 * time.Second}
}

// run runs the program and kills it after a time, or when it has written so many
// lines and a moment more. It gives the whole lines, and whether it was killed.
func (k *killer) run(after time.Duration, lines int, args ...string) (told []string, killed bool) {
	k.t.Helper()
	cmd := exec.CommandContext(k.t.Context(), k.exe, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	began := time.Now()
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	in := bufio.NewReader(out)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			break // what has no end of line was not told
		}
		if told = append(told, strings.TrimSpace(line)); len(told) == lines {
			timer.Reset(time.Duration(k.r.IntN(40)) * time.Millisecond)
		}
	}
	err = cmd.Wait()
	if err != nil && cmd.ProcessState.Exited() {
		k.t.Fatalf("chancery %s ended by itself: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	if err == nil {
		k.long = time.Since(began)
	}
	return told, err != nil
}

// dispatches writes pages of invented news.
func dispatches(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	for i := range n {
		day := time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/8)
		towns := []string{"Vessin", "Port Calder", "Oldeth", "Marvon", "Tessarin"}
		text := fmt.Sprintf("Norway's foreign minister met Fiji's envoy in %s on %s, page %d says. Kenya sent aid to Peru after talks, and Brazil signed an agreement with Norway. “We will continue,” the minister of Fiji said.",
			towns[i%5], day.Weekday(), i)
		fmt.Fprintf(&b, `{"text":%q,"source":"Courier %d","url":"https://courier.example/%d","published":%q}`+"\n", text, i%3, i, day.Format(time.DateOnly))
	}
	return folder(t, map[string]string{"pages.jsonl": b.String()})
}

// contents are what an archive holds, which must be sound.
type contents struct {
	verified store.Verified
	records  map[string]record.Record
	events   map[string][]archive.Event
}

func readArchive(t *testing.T, path string) contents {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	out := contents{records: map[string]record.Record{}, events: map[string][]archive.Event{}}
	if out.verified, err = s.Verify(ctx); err != nil {
		t.Fatal(err)
	}
	for _, f := range out.verified.Faults {
		t.Errorf("verify: %v", f)
	}
	for d, err := range s.Documents(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if out.records[d.SHA256], err = s.Record(ctx, d.SHA256, 0); err != nil {
			t.Error(err)
		}
		if out.events[d.SHA256], err = s.EventsOf(ctx, d.SHA256); err != nil {
			t.Error(err)
		}
	}
	return out
}

// whole wants each document that is there to be all there.
func (k contents) whole(t *testing.T, reference contents) {
	t.Helper()
	for sha, rec := range k.records {
		if !reflect.DeepEqual(rec, reference.records[sha]) || len(k.events[sha]) != len(reference.events[sha]) {
			t.Errorf("document %s is there by half: %d events, want %d", sha, len(k.events[sha]), len(reference.events[sha]))
		}
	}
}

func TestKilledInIngest(t *testing.T) {
	n := faults(t) * 2 / 5
	k := newKiller(t)
	dir := dispatches(t, 160)
	args := func(db string) []string {
		return []string{"ingest", "-q", "--tell", "--keep-text", "--batch", "4", "--archive", db, dir}
	}
	reference := filepath.Join(t.TempDir(), "whole.db")
	if _, killed := k.run(time.Hour, 0, args(reference)...); killed {
		t.Fatal("killed by somebody else")
	}
	want := readArchive(t, reference)
	if len(want.records) != 160 || want.verified.Events < 300 {
		t.Fatalf("%d documents, %d events", len(want.records), want.verified.Events)
	}
	done, kills := 0, 0
	for kills < n {
		db := filepath.Join(t.TempDir(), "a.db")
		acknowledged := map[string]bool{}
		for {
			after, lines := time.Duration(k.r.Int64N(int64(k.long))), 0
			if k.r.IntN(3) > 0 {
				after, lines = time.Hour, 1+k.r.IntN(24)
			}
			told, killed := k.run(after, lines, args(db)...)
			for _, line := range told {
				sha, _, _ := strings.Cut(line, " ")
				acknowledged[sha] = true
			}
			got := readArchive(t, db)
			for sha := range acknowledged {
				if _, ok := got.records[sha]; !ok {
					t.Errorf("document %s was acknowledged and is lost", sha)
				}
			}
			got.whole(t, want)
			if t.Failed() {
				t.FailNow()
			}
			if !killed {
				same(t, reference, db)
				break
			}
			kills++
		}
		done++
	}
	t.Logf("killed %d times; %d archives came to their end and are as if nothing had been", kills, done)
}

// same wants two archives to give the same answers, whenever their documents came.
func same(t *testing.T, one, two string) {
	t.Helper()
	ctx := context.Background()
	answers := func(path string) (out []string) {
		s, err := sqlite.Open(ctx, path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for e, err := range s.Events(ctx, store.Query{}) {
			out = append(out, fmt.Sprintf("%s %s %s %v", e.Key, e.Evidence, e.Incident, err))
		}
		for i, err := range s.Incidents(ctx, store.Query{}) {
			out = append(out, fmt.Sprintf("%s %v %v", i.ID, i.Events, err))
		}
		return out
	}
	a, b := answers(one), answers(two)
	if !slices.Equal(a, b) {
		t.Errorf("%d answers, want %d, or other ones", len(b), len(a))
	}
}

func TestKilledInRecode(t *testing.T) {
	n := faults(t) * 3 / 10
	k := newKiller(t)
	dir := dispatches(t, 80)
	db := filepath.Join(t.TempDir(), "a.db")
	k.run(time.Hour, 0, "ingest", "-q", "--keep-text", "--archive", db, dir)
	want := readArchive(t, db)
	recode := []string{"recode", "-q", "--apply", "--all", "--batch", "4", "--archive", db}
	k.run(time.Hour, 0, recode...)
	least := 2 * len(want.records)
	partly := 0
	for kills := 0; kills < n; {
		_, killed := k.run(time.Duration(k.r.Int64N(int64(k.long))), 0, recode...)
		got := readArchive(t, db)
		got.whole(t, want)
		if len(got.records) != len(want.records) || got.verified.Texts != want.verified.Texts || got.verified.Records < least {
			t.Fatalf("%d documents, %d texts, %d records, want %d, %d, and %d or more", len(got.records), got.verified.Texts, got.verified.Records, len(want.records), want.verified.Texts, least)
		}
		if n := got.verified.Records - least; n > 0 && killed {
			partly++
		}
		if least = got.verified.Records; killed {
			kills++
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("killed %d times, %d times in the midst of the records; %d revisions", n, partly, least)
}

func TestKilledInBackup(t *testing.T) {
	n := faults(t) * 3 / 20
	k := newKiller(t)
	db, backup := filepath.Join(t.TempDir(), "a.db"), filepath.Join(t.TempDir(), "b.db")
	k.run(time.Hour, 0, "ingest", "-q", "--keep-text", "--archive", db, dispatches(t, 120))
	want := readArchive(t, db)
	run := []string{"backup", "--force", "--archive", db, backup}
	k.run(time.Hour, 0, run...)
	parts := 0
	for kills := 0; kills < n; {
		if k.r.IntN(3) == 0 {
			if err := os.Remove(backup); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
		if _, killed := k.run(time.Duration(k.r.Int64N(int64(k.long))), 0, run...); killed {
			kills++
		}
		left, err := filepath.Glob(backup + ".part-*")
		if err != nil {
			t.Fatal(err)
		}
		parts += len(left)
		for _, name := range left {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := os.Stat(backup); err != nil {
			continue
		}
		again := filepath.Join(t.TempDir(), "again.db")
		v, _, err := sqlite.Restore(context.Background(), backup, again, false)
		if err != nil || v.Chain != want.verified.Chain {
			t.Fatalf("the backup is not whole: %+v, %v", v, err)
		}
	}
	if got := readArchive(t, db); got.verified.Chain != want.verified.Chain {
		t.Error("a backup changed the archive")
	}
	t.Logf("killed %d times, %d times while the file was written", n, parts)
}
