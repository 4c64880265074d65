package agreement

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/record"
)

// said makes units of what observers say, a column each; a dot is nothing.
func said(rows ...string) (units []unit) {
	for col := range rows[0] {
		u := unit{}
		for i, row := range rows {
			if row[col] != '.' {
				u[fmt.Sprint("observer ", i)] = value(row[col])
			}
		}
		units = append(units, u)
	}
	return units
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.0005 }

// Published values: Krippendorff (2011), examples A (two observers, two values), B
// (five values) and C (four observers, some silent); and one with three observers
// of whom two are mostly silent, from the article of Wikipedia on his alpha.
func TestAlphaAsPublished(t *testing.T) {
	for _, tc := range []struct {
		want float64
		rows []string
	}{
		{0.095, []string{"0100000010", "1110010000"}},
		{0.692, []string{"aabbdcccedda", "babbbccceddd"}},
		{0.743, []string{"123321412...", "1233224125..", ".33323422513", "12332441251."}},
		{0.691, []string{".....34121133.3", "1.213343.......", "..21344.21133.4"}},
	} {
		if got, ok := alphaOf(said(tc.rows...)); !ok || !near(got, tc.want) {
			t.Errorf("%q: %.4f, want %.3f", tc.rows, got, tc.want)
		}
	}
	if _, ok := alphaOf(said("aaaa", "aaaa")); ok {
		t.Error("where all say the same, chance explains it too")
	}
	if _, ok := alphaOf(said("ab", "..")); ok {
		t.Error("one observer agrees with nobody")
	}
}

// Worked by hand: of {x y} and {x}, and of {z} twice. The distances are 1/2 and 0;
// of any two of the four values 1/2 once, 1 four times and 0 once. So alpha is
// 1 - 3·(2·1/2)/(2·(1/2 + 4)) = 2/3.
func TestAlphaOfSets(t *testing.T) {
	units := []unit{{"a": setOf([]string{"y", "x"}), "b": setOf([]string{"x"})}, {"a": setOf([]string{"z", "z"}), "b": setOf([]string{"z"})}}
	if got, ok := alphaOf(units); !ok || !near(got, 2.0/3) {
		t.Errorf("%.4f", got)
	}
}

// Values that are worked through in textbooks: 50 proposals that two readers take
// or refuse (0.40), and two tables of 100 with the same share of agreement, 0.60.
func TestKappaAsPublished(t *testing.T) {
	for _, tc := range []struct {
		yes, yesNo, noYes, no int
		want                  float64
	}{{20, 5, 10, 15, 0.400}, {45, 15, 25, 15, 0.130}, {25, 35, 5, 35, 0.259}} {
		var v [][2]value
		for _, c := range []struct {
			n    int
			a, b value
		}{{tc.yes, "yes", "yes"}, {tc.yesNo, "yes", "no"}, {tc.noYes, "no", "yes"}, {tc.no, "no", "no"}} {
			for range c.n {
				v = append(v, [2]value{c.a, c.b})
			}
		}
		if got, ok := kappaOf(v); !ok || !near(got, tc.want) {
			t.Errorf("%+v: %.4f", tc, got)
		}
	}
	if _, ok := kappaOf([][2]value{{"a", "a"}}); ok {
		t.Error("both say the same of all")
	}
	if _, ok := kappaOf(nil); ok {
		t.Error("nothing was said")
	}
}

// Those who choose by chance have an alpha about 0, and bounds around it.
func TestChanceIsNoAgreement(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	var units []unit
	for range 2000 {
		u := unit{}
		for _, who := range []string{"a", "b", "c"} {
			u[who] = value("wxyz"[draw.IntN(4)])
		}
		units = append(units, u)
	}
	f := fieldOf("type", units, 0)
	if f.Alpha == nil || math.Abs(*f.Alpha) > 0.03 || *f.Low > 0 || *f.High < 0 || *f.High-*f.Low > 0.1 {
		t.Errorf("%+v, %v to %v", f, *f.Low, *f.High)
	}
	for _, c := range f.Couple {
		if c.Kappa == nil || math.Abs(*c.Kappa) > 0.06 {
			t.Errorf("%+v", c)
		}
	}
}

// decided makes decisions, in order, on events numbered from 0.
type decided struct {
	list []archive.Example
}

func (d *decided) add(event int, who string, verdict archive.Verdict, set *archive.Patch) {
	d.list = append(d.list, archive.Example{
		Correction: archive.Correction{ID: int64(len(d.list) + 1), Reviewer: who, Verdict: verdict, Document: "d", Trigger: record.Span{Start: event * 10, End: event*10 + 5}, Set: set},
		Coded: archive.Event{Key: fmt.Sprint("d:", event), Type: "AID", Status: record.Actual, Actors: []archive.Party{{Name: "France", Code: "FRA"}},
			Recipients: []archive.Party{{Name: "the relief council"}}},
	})
}

func field(t *testing.T, r Report, name string) Field {
	t.Helper()
	for _, f := range r.Fields {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no field %s", name)
	return Field{}
}

func counts(f Field) [3]int { return [3]int{f.Events, f.Pairs, f.Same} }

func TestWhatReviewersSay(t *testing.T) {
	d := &decided{}
	consult, planned := "CONSULT", record.Planned
	typed := &archive.Patch{Type: &consult}
	d.add(0, "ada", archive.Accept, nil) // alone
	d.add(1, "ada", archive.Accept, nil)
	d.add(1, "bob", archive.Accept, nil)
	d.add(2, "ada", archive.Accept, nil)
	d.add(2, "bob", archive.Reject, nil) // says nothing of the fields
	d.add(3, "ada", archive.Correct, typed)
	d.add(3, "bob", archive.Accept, nil) // of what ada made of it
	d.add(4, "bob", archive.Accept, nil)
	d.add(4, "ada", archive.Correct, &archive.Patch{Type: &consult, Status: &planned, Actors: []archive.Party{{Code: "FRA"}, {Code: "NOR"}}})
	d.add(5, "ada", archive.Reject, nil)
	d.add(5, "bob", archive.Accept, nil)
	d.add(5, "ada", archive.Accept, nil) // the last one counts
	d.add(1, "cyd", archive.Accept, nil)
	r := Of(d.list, 0)
	if r.Events != 5 || r.Decisions != 11 || r.Least != Least || !reflect.DeepEqual(r.Reviewers, []Reviewer{{"ada", 5}, {"bob", 5}, {"cyd", 1}}) {
		t.Errorf("%+v", r)
	}
	for name, want := range map[string][3]int{"verdict": {5, 7, 6}, "type": {4, 6, 5}, "status": {4, 6, 5}, "parties": {4, 6, 5}} {
		f := field(t, r, name)
		if counts(f) != want || f.Alpha != nil || f.Why != "too few" {
			t.Errorf("%s: %v, want %v; %v %s", name, counts(f), want, f.Alpha, f.Why)
		}
	}
	if c := field(t, r, "verdict").Couple; len(c) != 3 || c[0] != (Couple{A: "ada", B: "bob", Events: 5, Same: 4, Why: "too few"}) {
		t.Errorf("%+v", c)
	}
	// With a minimum of its own, there are numbers; parties differ by a third.
	r = Of(d.list, 2)
	f := field(t, r, "verdict")
	// ada, bob and cyd: 10 times event, once none; two of them apart, of 11 values.
	if f.Alpha == nil || !near(*f.Alpha, 1-10*2/(2*10.0)) {
		t.Errorf("verdict %v", *f.Alpha)
	}
	if c := field(t, r, "type").Couple[0]; c.Kappa == nil || !near(*c.Kappa, (0.75-(0.5*0.25+0.5*0.75))/0.5) {
		t.Errorf("%+v", c)
	}
	// The order in which they are given makes no difference, and nothing is changed.
	before := fmt.Sprint(d.list)
	back := &decided{}
	for i := range d.list {
		back.list = append(back.list, d.list[len(d.list)-1-i])
	}
	if again := Of(back.list, 2); !reflect.DeepEqual(again, r) || fmt.Sprint(d.list) != before {
		t.Errorf("%+v\n%+v", again, r)
	}
}

// Where nobody differs, samples of the events cannot tell how sure that is.
func TestNoBoundsWhereNobodyDiffers(t *testing.T) {
	d := &decided{}
	for i := range 30 {
		verdict := []archive.Verdict{archive.Accept, archive.Reject}[i%2]
		d.add(i, "ada", verdict, nil)
		d.add(i, "bob", verdict, nil)
	}
	if f := field(t, Of(d.list, 0), "verdict"); f.Alpha == nil || *f.Alpha != 1 || f.Low != nil || f.High != nil || f.Couple[0].Kappa == nil || *f.Couple[0].Kappa != 1 {
		t.Errorf("%+v", f)
	}
}

func TestNoVariation(t *testing.T) {
	d := &decided{}
	for i := range 30 {
		d.add(i, "ada", archive.Accept, nil)
		d.add(i, "bob", archive.Accept, nil)
	}
	r := Of(d.list, 0)
	for _, f := range r.Fields {
		if f.Alpha != nil || f.Why != "no variation" || f.Same != 30 || f.Couple[0].Kappa != nil || f.Couple[0].Why != "no variation" {
			t.Errorf("%+v", f)
		}
	}
	// An event that is not coded any more has a verdict and no fields.
	for i := range d.list {
		d.list[i].Coded = archive.Event{}
	}
	r = Of(d.list, 0)
	if v, typ := field(t, r, "verdict"), field(t, r, "type"); v.Events != 30 || typ.Events != 0 || typ.Why != "too few" {
		t.Errorf("%+v\n%+v", v, typ)
	}
	if r := Of(nil, 0); r.Events != 0 || len(r.Fields) != 4 || !strings.Contains(fmt.Sprint(r.Fields[0].Why), "few") {
		t.Errorf("%+v", r)
	}
}
