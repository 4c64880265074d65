//go:build linux

package fleet_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"chancery/internal/pipeline/fleet"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
)

// trial is one run of the fleet over the same news, with a fault in its midst.
type trial struct {
	*bed
	schema, address string
	hit             int // documents that were committed when the fault came
	n               int // of the trial
	wrong           bool
	clock           clock
	seen            *watcher // after a node was killed
}

// fail tells what is wrong; the trials go on.
func (x *trial) fail(format string, args ...any) {
	x.t.Helper()
	x.wrong = true
	x.t.Errorf(format, args...)
}

// fault is one kind. It comes when so many documents as it likes are committed.
type fault struct {
	name string
	// can says whether the system permits it.
	can func(*bed) bool
	// archive are parameters of the address of the archive, flags those of workers.
	archive, flags []string
	submit         func(*trial)
	strike         func(*trial) // nil when the works themselves are the fault
	dead           int          // works that are to be laid aside
	long           bool         // takes too long for every go test
}

func always(*bed) bool { return true }

func faults() []fault {
	return []fault{
		{name: "worker killed", can: always, strike: (*trial).killWorker},
		{name: "worker paused past its lease", long: true, can: always, strike: (*trial).pauseWorker},
		{name: "NATS node killed", long: true, can: always, strike: func(x *trial) { x.killNode((x.leader(x.r.IntN(2) == 0) + 1 + x.r.IntN(2)) % 3) }},
		{name: "leader killed", can: always, strike: func(x *trial) { x.killNode(x.leader(x.n%2 == 0)) }},
		{name: "network cut", can: func(b *bed) bool { return b.spaces }, strike: (*trial).cutNetwork},
		{name: "PostgreSQL restarted", can: always, strike: (*trial).restartDatabase},
		{name: "disk full", can: func(b *bed) bool { return b.disk != "" }, archive: []string{"default_tablespace", "small"}, strike: (*trial).fillDisk},
		{name: "duplicates, other order", can: always, submit: (*trial).submitTwice, strike: (*trial).takeAndGiveBack},
		{name: "everything paused", long: true, can: always, strike: (*trial).pauseAll},
		{name: "poison", long: true, can: always, flags: []string{"--tries", "3", "--stuck", "2s"}, submit: (*trial).submitPoison, dead: 4},
	}
}

const documents = 48

// TestFleetFaults has the fleet do the same work again and again, each time with a
// fault in its midst, and wants the archive of a run on one machine: nothing lost,
// nothing doubled, nothing else. CHANCERY_FLEET_FAULTS says how often each fault
// comes, CHANCERY_FLEET_FAULT names some of them with ; between them; make
// fleet-faults runs all.
func TestFleetFaults(t *testing.T) {
	times, err := strconv.Atoi(os.Getenv("CHANCERY_FLEET_FAULTS"))
	short := err != nil
	if short {
		times = 1
		if testing.Short() {
			t.Skip("starts a cluster and a database")
		}
	}
	b := newBed(t)
	b.makeNews()
	if b.disk, err = b.smallDisk(diskSize); err != nil {
		t.Logf("no disk can be mounted here, so none is filled: %v", err)
	}
	want := b.clean()
	rows := []string{"fault\truns\tin the midst\twrong\tgiven out again\tseconds a run"}
	for _, f := range faults() {
		if only := os.Getenv("CHANCERY_FLEET_FAULT"); only != "" && !slices.Contains(strings.Split(only, ";"), f.name) {
			continue
		}
		if short && f.long {
			continue
		}
		if !f.can(b) {
			rows = append(rows, f.name+"\t0\tnot permitted here")
			continue
		}
		begun, midst, wrong, again := time.Now(), 0, 0, 0
		var seen []election
		for n := range times {
			x := &trial{bed: b, n: n, clock: clock{begun: time.Now()}}
			again += x.run(&f, want)
			t.Logf("%s %d, %d in the midst: %s", f.name, n, x.hit, &x.clock)
			if x.seen != nil {
				t.Log(&x.seen.election)
				seen = append(seen, x.seen.election)
			}
			if x.wrong {
				t.Logf("the fault was: %s, run %d", f.name, n)
				if wrong++; wrong > 3 {
					t.FailNow()
				}
			}
			if f.strike == nil || x.hit > 0 && x.hit < documents {
				midst++
			}
			if (n+1)%10 == 0 {
				t.Logf("%s: %d runs", f.name, n+1)
			}
		}
		rows = append(rows, fmt.Sprintf("%s\t%d\t%d\t%d\t%d\t%.1f", f.name, times, midst, wrong, again, time.Since(begun).Seconds()/float64(times)))
		t.Logf("\n%s\n%s", strings.Join(rows, "\n"), elections(seen))
	}
	if b.failed > 0 {
		t.Logf("%d workers ended by themselves and were started anew", b.failed)
	}
}

// makeNews writes what is read: a web archive and lines.
func (b *bed) makeNews() {
	b.do(b.exe, "demo", "news", "--documents", strconv.Itoa(documents), "--registry", b.reg, filepath.Join(b.dir, "news.warc.gz"))
}

func (b *bed) news() string { return filepath.Join(b.dir, "news.warc.gz") }

// clean is what one machine makes of the news.
func (b *bed) clean() store.Contents {
	b.t.Helper()
	db := filepath.Join(b.dir, "clean.db")
	b.do(b.exe, "ingest", "-q", "--archive", db, "--registry", b.reg, b.news())
	s, err := sqlite.Open(b.t.Context(), db, store.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Contents(b.t.Context())
	if err != nil || c.Documents < documents*3/4 || c.Events < documents/2 {
		b.t.Fatalf("%+v, %v", c, err)
	}
	return c
}

// run runs the fleet once and compares the archive. It gives how often works were
// given out again.
func (x *trial) run(f *fault, want store.Contents) (again int) {
	x.t.Helper()
	x.schema, x.address = x.bed.schema(f.archive...)
	if f.submit == nil {
		f.submit = func(x *trial) { x.submit(x.works(5)...) }
	}
	before, err := x.status()
	if err != nil {
		x.t.Fatal(err)
	}
	given, submitted := x.givenOut(), before.Submitted
	f.submit(x)
	for _, name := range []string{"a", "b"} {
		x.work(name, x.address, f.flags...)
	}
	if f.strike != nil {
		if at := x.r.IntN(want.Documents - 8); !x.progress(x.schema, at) {
			x.fail("no progress\n%s", x.logs())
			x.clear()
			return 0
		}
		x.hit = x.documents(x.schema)
		x.clock.note("under way")
		f.strike(x)
		x.clock.note("struck")
	}
	if !x.done(5*time.Minute, x.address, f.flags...) {
		s, err := x.status()
		x.fail("it does not come to its end: %+v, %v\n%s", s, err, x.logs())
		x.clear()
		return 0
	}
	x.clock.note("done")
	if x.seen != nil {
		x.seen.stop()
		x.seen.done = time.Since(x.seen.since)
	}
	after, err := x.status()
	for range 50 { // a cluster that has just lost its leader
		if err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
		after, err = x.status()
	}
	if err != nil {
		x.t.Fatal(err)
	}
	again = x.givenOut() - given - int(after.Submitted-submitted)
	logs := x.logs()
	x.stop()
	x.clock.note("workers ended")
	if x.seen != nil && x.seen.done > slow {
		x.t.Logf("slow: %s\n%s", &x.clock, logs)
	}
	got := x.contents(x.address)
	if got != want {
		x.fail("%s: the archive is another one\n got %+v\nwant %+v\n%s", f.name, got, want, logs)
	}
	if n := int(after.Dead - before.Dead); n != f.dead {
		x.fail("%s: %d works were laid aside, want %d\n%s", f.name, n, f.dead, logs)
	}
	x.forget()
	x.drop(x.schema)
	x.clock.note("compared")
	x.current()
	x.clock.note("nodes up to date")
	return again
}

// clear leaves nothing of a trial that failed to the next one.
func (x *trial) clear() {
	x.stop()
	if s, err := x.js.Stream(x.t.Context(), "chancery-works"); err != nil || s.Purge(x.t.Context()) != nil {
		x.t.Fatal("the queue cannot be emptied")
	}
	x.forget()
}

// logs are what workers and nodes told of late.
func (x *trial) logs() string {
	var b strings.Builder
	for name, p := range x.workers {
		fmt.Fprintf(&b, "worker %s:\n%s", name, p.told)
	}
	for _, p := range x.nodes {
		told := p.told.String()
		fmt.Fprintf(&b, "node %s, ended %v:\n%s", p.name, p.ended(), told[max(0, len(told)-4000):])
	}
	return b.String()
}

// forget takes dead works off the list, and wants a reason with each.
func (x *trial) forget() {
	list, err := x.q.Dead(x.t.Context())
	if err != nil {
		x.t.Fatal(err)
	}
	for i := range list {
		if list[i].Reason == "" {
			x.t.Errorf("%+v", list[i])
		}
		if err := x.q.Forget(x.t.Context(), &list[i]); err != nil {
			x.t.Error(err)
		}
	}
}

// works cuts the news; works of another trial are others.
func (x *trial) works(documents int) []fleet.Work {
	var out []fleet.Work
	err := fleet.Cut(x.t.Context(), x.news(), x.news(), fleet.Cutting{Documents: documents}, func(w fleet.Work) error {
		w.Again = x.bed.run
		out = append(out, w)
		return nil
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return out
}

func (x *trial) submit(works ...fleet.Work) {
	x.t.Helper()
	for again := range 2 { // the second time changes nothing
		s, err := x.q.Submit(x.t.Context(), func(put func(fleet.Work) error) error {
			for _, w := range works {
				if err := put(w); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || s.New != len(works)*(1-again) {
			x.t.Fatalf("%+v, %v", s, err)
		}
	}
}

func (x *trial) anyWorker() string { return []string{"a", "b"}[x.r.IntN(2)] }

func (x *trial) nap(least, most time.Duration) {
	time.Sleep(least + time.Duration(x.r.Int64N(int64(most-least))))
}

func (x *trial) killWorker() {
	name := x.anyWorker()
	x.workers[name].kill()
	x.nap(0, time.Second)
	x.work(name, x.address)
}

func (x *trial) pauseWorker() {
	p := x.workers[x.anyWorker()]
	p.signal(syscall.SIGSTOP)
	x.nap(lease+lease/4, 2*lease)
	p.signal(syscall.SIGCONT)
}

// pauseAll stops all processes, as a machine that sleeps does.
func (x *trial) pauseAll() {
	all := x.processes()
	for _, p := range all {
		p.signal(syscall.SIGSTOP)
	}
	x.nap(lease/4, 5*lease)
	x.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, p := range all {
		p.signal(syscall.SIGCONT)
		x.nap(0, 300*time.Millisecond)
	}
}

// slow is how long after the loss of a node it is worth to look at what was told.
const slow = 20 * time.Second

func (x *trial) killNode(i int) {
	x.nodes[i].kill()
	x.seen = x.watch(x.schema)
	x.clock.note("%s killed", x.nodes[i].name)
	x.nap(0, 2*time.Second)
	x.restart(i)
}

// cutNetwork pulls a cable, for longer or shorter than a lease.
func (x *trial) cutNetwork() {
	host := hosts()[x.n%5]
	x.cable(host, "down")
	x.nap(lease/4, 2*lease)
	x.cable(host, "up")
}

func (x *trial) restartDatabase() {
	x.nap(0, 30*time.Millisecond)
	x.database(false)
	x.nap(0, time.Second)
	x.database(true)
}

// diskSize is the disk of the database in the trials that fill it.
const diskSize = 64 << 20

// fillDisk leaves almost nothing of the disk, until a worker says so or all is
// done all the same.
func (x *trial) fillDisk() {
	ballast := filepath.Join(x.disk, "ballast")
	file, err := os.Create(ballast)
	if err != nil {
		x.t.Fatal(err)
	}
	block := make([]byte, 8<<10)
	for err == nil {
		_, err = file.Write(block)
	}
	if err := file.Truncate(fileSize(file) - int64(x.r.IntN(4))*int64(len(block))); err != nil {
		x.t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		x.t.Fatal(err)
	}
	full := func() bool { return strings.Contains(x.logs(), "the disk is full") }
	for range turns(10*time.Second, 20*time.Millisecond) {
		if full() {
			break
		}
		if s, err := x.status(); err == nil && s.Waiting+s.Hand == 0 {
			x.hit = 0 // what was left was enough
			break
		}
	}
	x.nap(0, 500*time.Millisecond)
	if err := os.Remove(ballast); err != nil {
		x.t.Fatal(err)
	}
}

func fileSize(f *os.File) int64 {
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// submitTwice submits the news cut in three ways, in any order.
func (x *trial) submitTwice() {
	all := slices.Concat(x.works(3), x.works(5), x.works(8))
	x.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(w fleet.Work) bool {
		id := w.ID()
		was := seen[id]
		seen[id] = true
		return was
	})
	x.submit(all...)
}

// takeAndGiveBack takes works away from the workers, gives some back at once or
// late, and lets the lease of others run out.
func (x *trial) takeAndGiveBack() {
	c, err := x.js.Consumer(x.t.Context(), "chancery-works", "workers")
	if err != nil {
		x.t.Fatal(err)
	}
	for range 3 {
		batch, err := c.Fetch(3, jetstream.FetchMaxWait(100*time.Millisecond))
		if err != nil {
			x.t.Fatal(err)
		}
		for msg := range batch.Messages() {
			switch x.r.IntN(3) {
			case 0:
				err = msg.Nak()
			case 1:
				err = msg.NakWithDelay(time.Duration(x.r.IntN(1000)) * time.Millisecond)
			}
			if err != nil {
				x.t.Error(err)
			}
		}
	}
}

// submitPoison submits, among the news, works that cannot be done: one whose file
// is gone, one whose file is another now, what is no work, and a file that never
// ends, so that the worker gives up and is started anew. A page that is no page is
// none of these: it is told of and passed over.
func (x *trial) submitPoison() {
	dir := filepath.Join(x.dir, fmt.Sprintf("poison%d", x.bed.run))
	if err := os.Mkdir(dir, 0o755); err != nil {
		x.t.Fatal(err)
	}
	fifo, junk := filepath.Join(dir, "endless.txt"), filepath.Join(dir, "junk.jsonl")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		x.t.Fatal(err)
	}
	if err := os.WriteFile(junk, bytes.Repeat([]byte("{ this is no JSON\n"), 5), 0o600); err != nil {
		x.t.Fatal(err)
	}
	all := x.works(5)
	replaced := all[1]
	replaced.Head, replaced.Again = "0000000000000000", x.bed.run+1_000_000
	all = append(all,
		fleet.Work{Kind: fleet.Files, Files: []string{filepath.Join(dir, "gone.txt")}, Documents: 1, Again: x.bed.run}, replaced,
		fleet.Work{Kind: fleet.Files, Files: []string{fifo}, Documents: 1, Again: x.bed.run},
		fleet.Work{Kind: "riddle", File: "?", Again: x.bed.run},
	)
	err := fleet.Cut(x.t.Context(), junk, junk, fleet.Cutting{}, func(w fleet.Work) error { all = append(all, w); return nil })
	if err != nil {
		x.t.Fatal(err)
	}
	x.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	x.submit(all...)
}
