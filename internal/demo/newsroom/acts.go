package newsroom

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Act is something that happens, or is planned, in the invented world.
type Act struct {
	Kind    string // a section of templates.txt
	A, B, C int    // places in World.States
	Day     time.Time
	Level   int       // 1 heads, 2 ministers, 3 deputies
	Plan    time.Time // the day that is planned, of plan, postpone and cancel
	Of      int       // the plan that it carries out, puts off or calls off; −1
	Topic   int
	Forum   int
	N, M    int // killed, or counted, as first and as last reported
	Hurt    int
	Town    string
	Venue   string
	Edition int
}

// weighted is a choice with its weight.
type weighted struct {
	kind   string
	weight int
}

var (
	contacts  = []weighted{{"meet", 26}, {"visit", 20}, {"call", 18}, {"plan", 13}, {"praise", 9}, {"forum", 6}, {"agree", 5}, {"aid", 3}}
	conflicts = []weighted{{"accuse", 34}, {"protest", 20}, {"threaten", 14}, {"sanction", 16}, {"clash", 12}, {"ceasefire", 4}}
	shocked   = []weighted{{"clash", 45}, {"accuse", 20}, {"threaten", 14}, {"sanction", 14}, {"ceasefire", 7}}
)

func pick(from []weighted, rng *rand.Rand) string {
	sum := 0
	for _, w := range from {
		sum += w.weight
	}
	n := rng.IntN(sum)
	for _, w := range from {
		if n -= w.weight; n < 0 {
			return w.kind
		}
	}
	return from[0].kind
}

// acts lets time pass.
func acts(plan Plan, world *World, scale float64) []Act {
	var out []Act
	place := map[string]int{}
	for i, s := range world.States {
		place[s.Code] = i
	}
	for i, d := range plan.Dyads {
		rng := chance(plan.Seed, 1, uint64(i), 0)
		a, b := place[d.A], place[d.B]
		for day := plan.Start; day.Before(plan.End); day = day.AddDate(0, 0, 1) {
			shock := shockOn(plan, d, day)
			rate := d.Contacts * wave(plan, d, day) * (1 + d.Trend*years(plan.Start, day)) / (1 + shock/8)
			for range poisson(rate*scale/30.44*weekday(day), rng) {
				out = add(out, newAct(pick(contacts, rng), a, b, day, world, rng), plan, world, rng)
			}
			kinds := conflicts
			if shock > 1 {
				kinds = shocked
			}
			for range poisson(d.Conflict*(1+shock)*scale/30.44, rng) {
				out = add(out, newAct(pick(kinds, rng), a, b, day, world, rng), plan, world, rng)
			}
		}
	}
	return out
}

// add adds an act, and what becomes of it when it is a plan.
func add(out []Act, act Act, plan Plan, world *World, rng *rand.Rand) []Act {
	out = append(out, act)
	if act.Kind != "plan" {
		return out
	}
	after := act
	after.Of = len(out) - 1
	notice := act.Plan.AddDate(0, 0, -2-rng.IntN(4))
	switch n := rng.IntN(100); {
	case n < 66:
		after.Kind, after.Day, after.Venue = "visit", act.Plan, world.States[act.B].Capital
	case n < 80:
		after.Kind, after.Day = "postpone", notice
	case n < 88:
		after.Kind, after.Day = "cancel", notice
	default:
		return out // nothing is heard of it again
	}
	if after.Day.Before(plan.End) {
		out = append(out, after)
	}
	return out
}

// newAct makes an act with its details.
func newAct(kind string, a, b int, day time.Time, world *World, rng *rand.Rand) Act {
	if rng.IntN(2) == 0 {
		a, b = b, a
	}
	c := rng.IntN(len(world.States))
	for c == a || c == b {
		c = (c + 1) % len(world.States)
	}
	act := Act{Kind: kind, A: a, B: b, C: c, Day: day, Of: -1, Level: 2, Topic: rng.IntN(len(world.Topics)), Forum: rng.IntN(len(world.Forums)),
		N: 2 + rng.IntN(9), Hurt: 12 + rng.IntN(280), Edition: day.Year() - 2028}
	if n := rng.IntN(10); n < 2 {
		act.Level = 1
	} else if n == 9 {
		act.Level = 3
	}
	act.M = act.N + 1 + rng.IntN(4)
	act.Plan = day.AddDate(0, 0, 8+rng.IntN(30))
	towns := world.States[b].Towns
	act.Town = towns[rng.IntN(len(towns))]
	act.Venue = world.States[[]int{b, b, a, c}[rng.IntN(4)]].Capital
	return act
}

func years(start, day time.Time) float64 { return day.Sub(start).Hours() / 24 / 365.25 }

func weekday(day time.Time) float64 {
	if d := day.Weekday(); d == time.Saturday || d == time.Sunday {
		return 0.4
	}
	return 1.24
}

// shockOn is by how much conflict is raised on a day.
func shockOn(plan Plan, d Dyad, day time.Time) float64 {
	sum := 0.0
	for _, s := range plan.Shocks {
		if (s.A == d.A && s.B == d.B || s.A == d.B && s.B == d.A) && !day.Before(s.Day) && s.HalfLife > 0 {
			sum += s.Factor * math.Exp2(-float64(day.Sub(s.Day))/float64(s.HalfLife))
		}
	}
	return sum
}

// wave is the factor that a triad gives to the contacts of a dyad.
func wave(plan Plan, d Dyad, day time.Time) float64 {
	for i, t := range plan.Triads {
		first := same(d, t.A, t.C)
		if !first && !same(d, t.B, t.C) {
			continue
		}
		phase := 2 * math.Pi * (years(plan.Start, day)*1.7 + float64(i)*0.3)
		switch {
		case t.Strength == 0 && first:
			return 1 + 0.6*math.Sin(phase)
		case t.Strength == 0:
			return 1 + 0.6*math.Sin(phase*1.618+1)
		case first:
			return 1 + math.Abs(t.Strength)*math.Sin(phase)
		}
		return 1 - t.Strength*math.Sin(phase)
	}
	return 1
}

func same(d Dyad, a, b string) bool { return d.A == a && d.B == b || d.A == b && d.B == a }

// poisson draws a count with a mean, which is small.
func poisson(mean float64, rng *rand.Rand) int {
	n := 0
	for mean > 20 { // in parts, so that the exponential does not vanish
		n += poisson(20, rng)
		mean -= 20
	}
	limit, p := math.Exp(-mean), rng.Float64()
	for p > limit {
		n++
		p *= rng.Float64()
	}
	return n
}

// head is the plan of one dispatch.
type head struct {
	at     time.Time
	act    int // −1 for other news
	number int // of the report on the act
	outlet int
	later  bool // a second report, with another count
	copyOf int  // place in the list; −1
	edit   Edit
	filler int // a state
	order  int // as made, so that equal times keep their order
}

// heads decides who reports what when, and who copies whom.
func heads(plan Plan, world *World, acts []Act) []head {
	var out []head
	for i, act := range acts {
		rng := chance(plan.Seed, 2, uint64(i), 0)
		reports := 1 + min(poisson(0.6, rng), 4)
		for n := range reports {
			h := head{act: i, number: n, outlet: rng.IntN(len(world.Outlets)), copyOf: -1, at: at(act.Day, 0, rng)}
			if act.Kind == "clash" && n == 0 && rng.IntN(5) < 2 {
				out = append(out, head{act: i, number: 90, outlet: h.outlet, later: true, copyOf: -1, at: at(act.Day, 1, rng)})
			}
			first := len(out)
			out = append(out, h)
			for range min(poisson(0.5, rng), 6) {
				c := head{act: i, number: 50, copyOf: first, edit: []Edit{Whole, Shortened, Shortened, Reworded, Updated}[rng.IntN(5)],
					outlet: (h.outlet + 1 + rng.IntN(len(world.Outlets)-1)) % len(world.Outlets), at: h.at.Add(time.Duration(20+rng.IntN(1500)) * time.Minute)}
				if c.edit == Updated {
					c.outlet = h.outlet
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// at is a moment of publication, some days after a day.
func at(day time.Time, days int, rng *rand.Rand) time.Time {
	return day.AddDate(0, 0, days).Add(time.Duration(6*60+rng.IntN(17*60)) * time.Minute)
}

// fill adds other news up to the number of documents, puts all in the order of
// publication, and lets copies name the place of what they copy.
func fill(plan Plan, world *World, list []head) []head {
	rng := chance(plan.Seed, 6, 0, 0)
	days := int(plan.End.Sub(plan.Start).Hours() / 24)
	for n := 0; len(list) < plan.Documents; n++ {
		list = append(list, head{act: -1, number: n, outlet: rng.IntN(len(world.Outlets)), copyOf: -1, filler: rng.IntN(len(world.States)), at: at(plan.Start, rng.IntN(days), rng)})
	}
	list = list[:min(len(list), plan.Documents)]
	for i := range list {
		list[i].order = i
	}
	slices.SortFunc(list, func(a, b head) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.order, b.order)) })
	place := make([]int, len(list))
	for i := range list {
		place[list[i].order] = i
	}
	for i := range list {
		if list[i].copyOf >= 0 {
			list[i].copyOf = place[list[i].copyOf]
		}
	}
	return list
}
