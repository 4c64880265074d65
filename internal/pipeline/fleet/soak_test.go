//go:build linux

package fleet_test

import (
	"crypto/sha256"
	"fmt"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"chancery/internal/demo/newsroom"
	"chancery/internal/pipeline/fleet"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/warc"
)

// TestFleetSoak has a fleet work at its full rate for CHANCERY_FLEET_SOAK minutes,
// with a fault about every minute, on news that does not end. It writes rate and
// memory over time, and wants each text that was submitted to be in the archive,
// once. make soak runs it.
func TestFleetSoak(t *testing.T) {
	minutes, err := strconv.ParseFloat(os.Getenv("CHANCERY_FLEET_SOAK"), 64)
	if err != nil {
		t.Skip("make soak runs a fleet for half an hour")
	}
	b := newBed(t)
	out := os.Getenv("CHANCERY_FLEET_SOAK_OUT")
	if out == "" {
		out = t.TempDir()
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		t.Fatal(err)
	}
	b.do(b.exe, "demo", "news", "--documents", "1", "--registry", b.reg, filepath.Join(b.dir, "none.warc.gz"))
	s := &soak{bed: b, until: time.Now().Add(time.Duration(minutes * float64(time.Minute)))}
	s.schema, s.address = b.schema()
	s.feed(40)
	s.begun = time.Now()
	for _, name := range []string{"a", "b"} {
		s.worker(name)
	}
	s.run()
	s.write(filepath.Join(out, "soak.tsv"))
	s.draw(filepath.Join(out, "rate.svg"), "Documents a second, with faults", "documents a second", []string{"documents a second"}, func(x *sample) []float64 { return []float64{x.rate} })
	s.draw(filepath.Join(out, "memory.svg"), "Memory of the processes", "MB", []string{"worker a", "worker b", "node 1", "node 2", "node 3"}, func(x *sample) []float64 { return x.memory[:] })
	s.check()
	t.Logf("rate, memory and faults are in %s", out)
}

// soak is a long run.
type soak struct {
	*bed
	schema, address string
	begun, until    time.Time
	parts           []string // files that were submitted
	samples         []sample
	faults          map[string]int
	during          string // the fault that is being made
}

// sample is how it went for some seconds.
type sample struct {
	at        time.Duration
	documents int
	rate      float64    // documents a second
	memory    [5]float64 // MB: workers, nodes
	waiting   int64
	again     int64
	fault     string
}

const (
	partDocuments = 2000
	workDocuments = 64
	sampleEvery   = 5 * time.Second
)

func (s *soak) worker(name string) {
	host := "w" + name
	args := []string{"fleet", "work", "-q", "--name", name, "--nats", s.urls, "--archive", s.address, "--registry", s.reg, "--lease", "10s", "--workers", "1"}
	s.set(name, s.start(name, host, args...))
}

// feed keeps so many works waiting.
func (s *soak) feed(works int) {
	s.t.Helper()
	status, err := s.status()
	if err != nil {
		return // a fault is being made; the next time
	}
	for int(status.Waiting) < works {
		n := len(s.parts)
		part := filepath.Join(s.dir, fmt.Sprintf("part%04d.warc.gz", n))
		s.writePart(part, n)
		sent, err := s.q.Submit(s.t.Context(), func(put func(fleet.Work) error) error {
			return fleet.Cut(s.t.Context(), part, part, fleet.Cutting{Documents: workDocuments}, put)
		})
		if err != nil {
			s.t.Logf("submitting part %d: %v", n, err)
			if sent.New == 0 {
				return
			}
		}
		s.parts = append(s.parts, part)
		if status, err = s.status(); err != nil {
			return
		}
	}
}

// writePart writes dispatches of two years, others than those before. After 54
// parts the years come again, with other happenings.
func (s *soak) writePart(path string, n int) {
	plan := newsroom.TwoYears(partDocuments, uint64(n+1))
	shift := -50 + 2*(n%54)
	plan.Start, plan.End = plan.Start.AddDate(shift, 0, 0), plan.End.AddDate(shift, 0, 0)
	for i := range plan.Shocks {
		plan.Shocks[i].Day = plan.Shocks[i].Day.AddDate(shift, 0, 0)
	}
	file, err := os.Create(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer file.Close()
	w := warc.NewWriter(file, true)
	for d := range newsroom.New(plan).Dispatches() {
		var header warc.Header
		for _, h := range d.Header() {
			header = append(header, warc.Field{Name: h[0], Value: h[1]})
		}
		if err := w.Response(fmt.Sprintf("%s?part=%d", d.URL, n), d.Fetched(), header, d.HTML()); err != nil {
			s.t.Fatal(err)
		}
	}
}

// run samples, feeds and makes faults until the time is over, and then lets the
// works in the queue come to their end.
func (s *soak) run() {
	s.faults = map[string]int{}
	every := time.NewTicker(sampleEvery)
	defer every.Stop()
	next := time.Now().Add(30 * time.Second)
	for time.Now().Before(s.until) {
		<-every.C
		s.sample()
		s.feed(40)
		s.revive()
		if time.Now().Before(next) || time.Until(s.until) < 30*time.Second {
			continue
		}
		next = time.Now().Add(40*time.Second + time.Duration(s.r.IntN(40))*time.Second)
		over := make(chan struct{})
		name := s.fault()
		go func() { s.strike(name); close(over) }()
		for struck := false; !struck; {
			select {
			case <-over:
				struck = true
			case <-every.C:
				s.during = name
				s.sample()
				s.during = ""
			}
		}
	}
	s.t.Logf("no more is submitted after %d parts; what is in the queue comes to its end", len(s.parts))
	for deadline := time.Now().Add(15 * time.Minute); time.Now().Before(deadline); {
		<-every.C
		s.sample()
		s.revive()
		if status, err := s.status(); err == nil && status.Waiting+status.Hand == 0 {
			break
		}
	}
	s.sample()
	s.stop()
}

// fault names the next fault: each in turn, in another order each time.
func (s *soak) fault() string {
	names := []string{"worker killed", "worker paused", "node killed", "leader killed", "network cut", "PostgreSQL restarted"}
	if !s.spaces {
		names = slices.DeleteFunc(names, func(n string) bool { return n == "network cut" })
	}
	least := slices.MinFunc(names, func(a, b string) int { return s.faults[a] - s.faults[b] })
	names = slices.DeleteFunc(names, func(n string) bool { return s.faults[n] > s.faults[least] })
	name := names[s.r.IntN(len(names))]
	s.faults[name]++
	return name
}

// strike makes a fault that lasts some seconds.
func (s *soak) strike(name string) {
	x := &trial{bed: s.bed, schema: s.schema, address: s.address, n: s.r.IntN(100)}
	switch name {
	case "worker killed":
		who := x.anyWorker()
		s.workers[who].kill()
		x.nap(time.Second, 5*time.Second)
		s.worker(who)
	case "worker paused":
		p := s.workers[x.anyWorker()]
		p.signal(syscall.SIGSTOP)
		x.nap(11*time.Second, 15*time.Second)
		p.signal(syscall.SIGCONT)
	case "node killed", "leader killed":
		i := x.leader(s.r.IntN(2) == 0)
		if name == "node killed" {
			i = (i + 1 + s.r.IntN(2)) % 3
		}
		s.nodes[i].kill()
		x.nap(2*time.Second, 10*time.Second)
		s.restart(i)
	case "network cut":
		host := hosts()[s.r.IntN(5)]
		s.cable(host, "down")
		x.nap(2*time.Second, 15*time.Second)
		s.cable(host, "up")
	case "PostgreSQL restarted":
		x.database(false)
		x.nap(time.Second, 5*time.Second)
		x.database(true)
	}
}

// revive starts workers anew that ended by themselves, which is a fault of ours.
func (s *soak) revive() {
	for name, p := range s.workers {
		if p.ended() {
			s.t.Errorf("worker %s ended by itself with code %d\n%s", name, p.code, p.told)
			s.worker(name)
		}
	}
}

// sample notes how it goes now.
func (s *soak) sample() {
	x := sample{at: time.Since(s.begun), documents: -1}
	var n int
	if err := s.db.QueryRowContext(s.t.Context(), "SELECT given FROM "+s.schema+".counters WHERE name = 'documents'").Scan(&n); err == nil {
		x.documents = n
	} else if len(s.samples) > 0 {
		x.documents = s.samples[len(s.samples)-1].documents // the database is away
	} else {
		x.documents = 0
	}
	for i, p := range s.processes() {
		x.memory[i] = resident(p)
	}
	if status, err := s.status(); err == nil {
		x.waiting, x.again = status.Waiting, status.Again
	}
	x.fault = s.during
	before := sample{}
	if len(s.samples) > 0 {
		before = s.samples[len(s.samples)-1]
	}
	x.rate = float64(x.documents-before.documents) / (x.at - before.at).Seconds()
	s.samples = append(s.samples, x)
}

// resident is the memory of a process in MB; NaN when it is not there.
func resident(p *process) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.cmd.Process.Pid))
	fields := strings.Fields(string(data))
	if err != nil || len(fields) < 2 {
		return math.NaN()
	}
	pages, err := strconv.Atoi(fields[1])
	if err != nil || pages == 0 {
		return math.NaN()
	}
	return float64(pages*os.Getpagesize()) / 1e6
}

// write writes the samples as tab-separated values.
func (s *soak) write(path string) {
	var b strings.Builder
	b.WriteString("second\tdocuments\ta second\tworker a MB\tworker b MB\tnode 1 MB\tnode 2 MB\tnode 3 MB\tworks waiting\tgiven again\tfault\n")
	for _, x := range s.samples {
		fmt.Fprintf(&b, "%.0f\t%d\t%.1f", x.at.Seconds(), x.documents, x.rate)
		for _, m := range x.memory {
			fmt.Fprintf(&b, "\t%.0f", m)
		}
		fmt.Fprintf(&b, "\t%d\t%d\t%s\n", x.waiting, x.again, x.fault)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		s.t.Error(err)
	}
}

// draw draws values over minutes, and the times of faults as bands.
func (s *soak) draw(path, title, unit string, names []string, values func(*sample) []float64) {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, "minutes", unit
	p.Y.Min, p.Legend.Top = 0, true
	for i := range names {
		var line plotter.XYs
		most := 0.0
		for k := range s.samples {
			if v := values(&s.samples[k])[i]; !math.IsNaN(v) {
				line = append(line, plotter.XY{X: s.samples[k].at.Minutes(), Y: v})
				most = max(most, v)
			}
		}
		drawn, err := plotter.NewLine(line)
		if err != nil {
			s.t.Error(err)
			return
		}
		drawn.Color = []color.Color{color.RGBA{0x1f, 0x5f, 0xa8, 0xff}, color.RGBA{0xd0, 0x6c, 0x10, 0xff}, color.RGBA{0x2c, 0x8c, 0x4a, 0xff}, color.RGBA{0x7a, 0x4f, 0xa8, 0xff}, color.RGBA{0x60, 0x60, 0x60, 0xff}}[i]
		p.Add(drawn)
		p.Legend.Add(names[i], drawn)
		p.Y.Max = max(p.Y.Max, 1.15*most)
	}
	for _, x := range s.samples {
		if x.fault == "" {
			continue
		}
		mark, err := plotter.NewLine(plotter.XYs{{X: x.at.Minutes(), Y: 0}, {X: x.at.Minutes(), Y: p.Y.Max}})
		if err != nil {
			s.t.Error(err)
			return
		}
		mark.Color = color.NRGBA{0xc0, 0x20, 0x20, 0x50}
		p.Add(mark)
	}
	if err := p.Save(24*vg.Centimeter, 9*vg.Centimeter, path); err != nil {
		s.t.Error(err)
	}
}

// check wants each text that was submitted to be in the archive, and no other.
func (s *soak) check() {
	want := map[[sha256.Size]byte]bool{}
	for _, part := range s.parts {
		file, err := os.Open(part)
		if err != nil {
			s.t.Fatal(err)
		}
		for doc, err := range ingest.Documents(part, file, ingest.Options{From: ingest.WARC}) {
			if err != nil {
				s.t.Fatal(err)
			}
			want[sha256.Sum256([]byte(doc.Page.Text))] = true
		}
		_ = file.Close() // it was only read
	}
	rows, err := s.db.QueryContext(s.t.Context(), "SELECT sha256 FROM "+s.schema+".documents")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	got, other := 0, 0
	for rows.Next() {
		var sum []byte
		if err := rows.Scan(&sum); err != nil {
			s.t.Fatal(err)
		}
		if got++; !want[[sha256.Size]byte(sum)] {
			other++
		}
	}
	status, err := s.status()
	if err != nil || rows.Err() != nil {
		s.t.Fatal(err, rows.Err())
	}
	if got != len(want) || other > 0 || status.Dead > 0 {
		s.t.Errorf("%d texts submitted, %d in the archive, %d of them others; %d works laid aside", len(want), got, other, status.Dead)
	}
	made := 0
	for _, n := range s.faults {
		made += n
	}
	last := s.samples[len(s.samples)-1]
	s.t.Logf("%d texts of %d dispatches, each in the archive once; %d works; %.1f documents a second over %.1f minutes with %d faults %v", got, len(s.parts)*partDocuments,
		status.Done, float64(last.documents)/last.at.Seconds(), last.at.Minutes(), made, s.faults)
	var most [2]float64
	for _, x := range s.samples {
		for i := range most {
			if m := x.memory[i]; m > most[i] {
				most[i] = m
			}
		}
	}
	s.t.Logf("memory at most: worker a %.0f MB, worker b %.0f MB", most[0], most[1])
}
