package newsroom

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"chancery/internal/registry"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/warc"
)

func TestDispatches(t *testing.T) {
	n := New(TwoYears(1200, 1))
	var all []Dispatch
	kinds, edits, outlets := map[string]int{}, map[Edit]int{}, map[string]bool{}
	for d := range n.Dispatches() {
		if d.ID != len(all) || len(all) > 0 && d.Published.Before(all[len(all)-1].Published) {
			t.Fatalf("dispatch %d out of order", d.ID)
		}
		if strings.ContainsAny(d.Title+d.Text(), "{}[]") || len(d.Paragraphs) < 2 || d.Title == "" {
			t.Fatalf("%q\n%s", d.Title, d.Text())
		}
		if d.Original >= d.ID {
			t.Fatalf("%d copies %d", d.ID, d.Original)
		}
		if d.Act >= 0 {
			kinds[n.Acts[d.Act].Kind]++
		}
		outlets[d.Outlet.Name] = true
		edits[d.Edit]++
		all = append(all, d)
	}
	if len(all) != 1200 || n.Len() != 1200 {
		t.Errorf("%d dispatches", len(all))
	}
	for kind := range n.texts {
		if kind != "any" && kind != "filler" && kind != "toll" && kinds[kind] == 0 {
			t.Errorf("no dispatch about %s", kind)
		}
	}
	for _, e := range []Edit{"", Whole, Shortened, Reworded, Updated} {
		if edits[e] == 0 {
			t.Errorf("no dispatch edited %q", e)
		}
	}
	if len(outlets) != len(n.World.Outlets) {
		t.Errorf("%d outlets", len(outlets))
	}
	// What is copied is there, but for what the edit does.
	for _, d := range all {
		if d.Edit == Whole && !strings.HasPrefix(d.Text(), all[d.Original].Text()) {
			t.Errorf("%d is no print of %d", d.ID, d.Original)
		}
		if d.Edit == Updated && d.URL != all[d.Original].URL {
			t.Errorf("%d is not at the address of %d", d.ID, d.Original)
		}
	}
}

// The same plan gives the same pages, another seed other ones.
func TestDeterministic(t *testing.T) {
	pages := func(seed uint64) []byte {
		var b bytes.Buffer
		for d := range New(TwoYears(300, seed)).Dispatches() {
			b.Write(d.HTML())
		}
		return b.Bytes()
	}
	one := pages(1)
	if !bytes.Equal(one, pages(1)) || bytes.Equal(one, pages(2)) {
		t.Error("the seed does not settle the pages")
	}
}

// There are 60 templates or more, and each can be written.
func TestTemplates(t *testing.T) {
	n := New(TwoYears(0, 1))
	stories := 0
	for kind, s := range n.texts {
		if kind == "any" {
			continue
		}
		stories += len(s.stories)
		if len(s.stories) == 0 || len(s.bodies) == 0 {
			t.Errorf("%s: %d stories, %d bodies", kind, len(s.stories), len(s.bodies))
		}
	}
	if stories < 60 {
		t.Errorf("%d templates", stories)
	}
}

// What was planted is there: the shock, the trends, the triads.
func TestPlanted(t *testing.T) {
	plan := TwoYears(10_000, 3)
	n := New(plan)
	contact := []string{"meet", "visit", "call", "plan", "praise", "agree", "aid", "forum"}
	months := func(a, b string, want func(string) bool) (out [24]float64) {
		for _, act := range n.Acts {
			x, y := n.World.States[act.A].Code, n.World.States[act.B].Code
			m := (act.Day.Year()-plan.Start.Year())*12 + int(act.Day.Month()) - 1
			if (x == a && y == b || x == b && y == a) && want(act.Kind) && m < 24 {
				out[m]++
			}
		}
		return out
	}
	sum := func(list []float64) (s float64) {
		for _, v := range list {
			s += v
		}
		return s
	}
	isContact := func(k string) bool { return slices.Contains(contact, k) }
	if m := months("XAV", "XBE", isContact); sum(m[12:]) < 1.2*sum(m[:12]) {
		t.Errorf("contacts do not grow: %v", m)
	}
	if m := months("XDA", "XES", func(k string) bool { return k == "clash" }); sum(m[7:9]) < 5*sum(m[4:6])+3 {
		t.Errorf("no shock: %v", m)
	}
	zero := correlation(months("XAV", "XCO", isContact), months("XBE", "XCO", isContact))
	positive := correlation(months("XGA", "XIL", isContact), months("XMA", "XIL", isContact))
	if zero > -0.3 || positive < 0.3 {
		t.Errorf("triads: %.2f, %.2f", zero, positive)
	}
}

func correlation(x, y [24]float64) float64 {
	var mx, my, xy, xx, yy float64
	for i := range x {
		mx, my = mx+x[i]/24, my+y[i]/24
	}
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
	}
	return xy / max(1e-9, sqrt(xx*yy))
}

func sqrt(x float64) float64 {
	r := x
	for range 60 {
		r = (r + x/r) / 2
	}
	return r
}

// The registry of the world is one that can be used.
func TestRegistry(t *testing.T) {
	if faults := registry.Check(Registry()); len(faults) > 0 {
		t.Errorf("%v", faults)
	}
}

// The article is found in its page, with its title, outlet and date, and the way
// through a web archive changes nothing.
func TestPages(t *testing.T) {
	var file bytes.Buffer
	w := warc.NewWriter(&file, true)
	var all []Dispatch
	for d := range New(TwoYears(120, 5)).Dispatches() {
		var header warc.Header
		for _, f := range d.Header() {
			header = append(header, warc.Field{Name: f[0], Value: f[1]})
		}
		if err := w.Response(d.URL, d.Fetched(), header, d.HTML()); err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	n := 0
	for item, err := range ingest.Documents("a.warc.gz", bytes.NewReader(file.Bytes()), ingest.Options{}) {
		if err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		d := all[n]
		n++
		p := item.Page
		if p.Title != d.Title || p.URL != d.URL || p.Source != d.Outlet.Name || !strings.HasPrefix(p.Published, d.Published.Format("2006-01-02")) || len(item.Diagnostics) > 0 {
			t.Errorf("%s: %+v, %v", d.URL, p.Document, item.Diagnostics)
		}
		if want := d.Text(); p.Text != want {
			t.Errorf("%s (theme %d):\n%s\nwant\n%s", d.URL, d.Outlet.Theme, p.Text, want)
		}
	}
	if n != len(all) {
		t.Errorf("%d of %d", n, len(all))
	}
}

func BenchmarkPages(b *testing.B) {
	n := New(TwoYears(1000, 1))
	size, pages := 0, 0
	for b.Loop() {
		for d := range n.Dispatches() {
			size += len(d.HTML())
			pages++
		}
	}
	b.SetBytes(int64(size / b.N))
	b.ReportMetric(float64(size/pages), "B/page")
}
