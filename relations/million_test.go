//go:build unix

package relations

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"
	"time"

	"chancery/archive"
	"chancery/record"
)

// cpu is the processor time that this program has used, which other programs on
// the machine do not lengthen.
func cpu(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// world is a stock of incidents among 180 invented parties, by 40 outlets over
// ten years, to be gone through again and again.
type world struct {
	stock []archive.Incident
	days  []string
	cal   *Calendar
	times int
}

func newWorld() *world {
	rng := rand.New(rand.NewPCG(21, 21))
	types := []string{"CONSULT", "CONSULT", "CONSULT", "AGREE", "SUPPORT", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
	party := func() archive.Party {
		n := int(180 * math.Pow(rng.Float64(), 3))
		return archive.Party{Registry: fmt.Sprintf("state/%03d", n), Code: "IGO"}
	}
	w := &world{stock: make([]archive.Incident, 40000), cal: NewCalendar()}
	for i := range w.stock {
		k := &w.stock[i]
		k.ID, k.Type, k.Status, k.Reports = fmt.Sprint("i", i), types[rng.IntN(len(types))], record.Actual, 1+rng.IntN(6)
		k.Actors, k.Recipients = []archive.Party{party()}, []archive.Party{party()}
		if rng.IntN(10) == 0 {
			k.Recipients = append(k.Recipients, party())
		}
		for o := range 1 + rng.IntN(3) {
			k.OutletNames = append(k.OutletNames, fmt.Sprintf("outlet %02d", (i*7+o*13)%40))
		}
		k.Outlets = len(k.OutletNames)
	}
	for d := Day(16436); d < 16436+3652; d++ {
		w.days = append(w.days, d.String())
		for o := range 40 {
			w.cal.Add(archive.Coverage{Day: d.String(), Outlet: fmt.Sprintf("outlet %02d", o), Documents: 20})
		}
	}
	return w
}

// each goes through the stock as often as it is told: 25 times are a million.
func (w *world) each(yield func(*archive.Incident)) {
	for i := range w.times * len(w.stock) {
		k := &w.stock[i%len(w.stock)]
		k.Start = w.days[(i*2654435761)%len(w.days)]
		k.End = k.Start
		yield(k)
	}
}

// Each measure over a million incidents takes less than two seconds of one
// processor, from incidents or, where it is shown, from the kept aggregate. The
// normal suite goes through the stock once, without a limit on time, which a busy
// machine would break; make bench-relations goes through the million.
func TestMillion(t *testing.T) {
	w := newWorld()
	w.times, w.days = 1, w.days[:730]
	limit := time.Hour
	if os.Getenv("CHANCERY_MILLION") != "" {
		w.times, limit = 25, 2*time.Second
	}
	var a *Aggregate
	x, y, c := SideOf("state/000"), SideOf("state/001"), SideOf("state/002")
	m := Measures()[4]
	timed := func(name string, f func()) {
		took := time.Hour
		for range 3 { // the best of three: caches are shared with other programs
			before := cpu(t)
			f()
			if took = min(took, cpu(t)-before); took < limit {
				break
			}
		}
		t.Logf("%-48s %6d ms", name, took.Milliseconds())
		if took > limit {
			t.Errorf("%s took %v of a processor, %v are allowed", name, took, limit)
		}
	}
	timed("a million incidents into a monthly aggregate", func() {
		a, _ = NewAggregate(record.Month)
		w.each(a.Add)
	})
	t.Logf("%d lines, %d of outlets, %d sets of parties", len(a.cells.at), len(a.shares.at), len(a.sets.names))
	var s Series
	timed("series", func() { s = seriesOf(t, a, w.cal, Ask(x, y, record.Month)) })
	timed("series of one with all others", func() { seriesOf(t, a, w.cal, Ask(x, Others(), record.Month)) })
	timed("intervals by incident, 999", func() { s.Intervals(m, Share, Resampling{}) })
	timed("intervals by outlet, 999", func() { s.Intervals(m, Share, Resampling{By: ByOutlet}) })
	timed("without each outlet", func() {
		if _, err := s.WithoutEach(m, Share); err != nil {
			t.Error(err)
		}
	})
	timed("trend", func() { TrendOf(s.Values(m, PerThousand), 1) })
	timed("shocks", func() {
		if _, err := ShocksOf(s.Values(Measures()[9], Raw), nil, 1); err != nil {
			t.Error(err)
		}
	})
	timed("changes", func() { ChangesOf(s.Values(m, PerThousand), 1) })
	timed("triad", func() {
		if _, _, err := TriadBetween(a, w.cal, TriadQuestion{A: x, B: y, C: c, Measure: m, Norm: PerThousand, Grain: record.Month, From: NoDay, Until: NoDay}); err != nil {
			t.Error(err)
		}
	})
	var dyads []Dyad
	timed("all dyads", func() { dyads = Dyads(a, DyadQuestion{From: NoDay, Until: NoDay}) })
	timed(fmt.Sprintf("network of %d ties", len(dyads)), func() { NetworkOf(dyads, ByIncidents, 0, 1) })
	timed("balance", func() { BalanceOf(dyads, 1) })
	contacts, forums := NewContacts(x, y), NewForums()
	timed("contacts and forums of a million incidents", func() {
		w.each(func(i *archive.Incident) { contacts.Add(i); forums.Add(i) })
		contacts.Report(20100)
		forums.Report(20100)
	})
	claims := NewClaims(nil, x, y)
	statement := archive.Statement{Speaker: &archive.Party{Registry: "state/000"}, About: []archive.Party{{Registry: "state/001"}}, Outlet: "outlet 01",
		Content: "Relations between our two countries are developing steadily, the contacts of our ministries go on, and we do not accept the report that came out on Monday."}
	timed("claims in 200,000 statements of the relation", func() {
		for i := range 200_000 {
			statement.Start = w.days[i%len(w.days)]
			claims.Add(&statement)
		}
	})
}
