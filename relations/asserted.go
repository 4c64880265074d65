package relations

import (
	"cmp"
	"maps"
	"slices"

	"chancery/archive"
)

// Claims gathers what statements assert of a relation. It shows who asserts
// what, who answers, and what was measured at the time; it does not judge.
type Claims struct {
	lexicon *ClaimLexicon
	a, b    Side
	list    []Claim
	copies  map[claimed][]string // outlets
	answers []answer
}

// claimed is what copies of one statement share.
type claimed struct {
	speaker, words string
	day            Day
}

// Claim is one assertion in a statement.
type Claim struct {
	Found
	Words     string // as they stand in the statement
	Statement string // key
	Content   string // of the statement
	Speaker   string // key of the party; empty when not known
	Name      string // of the speaker, as the page has it
	About     []string
	Via       string // to whom, or by whom, it was told
	Day       Day
	URL       string
	Outlet    string
	// Outlets are all that print the same words of the same speaker on the same
	// day, this one first.
	Outlets []string
	// Answers are the statements that answer this one, by day.
	Answers []Answer
}

// Answer is a statement that answers another.
type Answer struct {
	Statement, Speaker, Name, Outlet, Content string
	Day                                       Day
	Kinds                                     []ClaimKind
}

type answer struct {
	to string
	Answer
}

// NewClaims gathers claims about the relation of a and b: what one of them says
// of the other, and what anyone says of both. Without b it is all that a says,
// and all that is said of a. lexicon may be nil for DefaultClaims.
func NewClaims(lexicon *ClaimLexicon, a, b Side) *Claims {
	if lexicon == nil {
		lexicon = DefaultClaims()
	}
	return &Claims{lexicon: lexicon, a: a, b: b, copies: map[claimed][]string{}}
}

// Add looks for claims in a statement.
func (c *Claims) Add(s *archive.Statement) {
	day, ok := ParseDay(s.Start)
	if !ok {
		return
	}
	concerned, speaker := c.concerns(s, day)
	if !concerned && s.Answers == "" {
		return
	}
	found := c.lexicon.Find(s.Content)
	if s.Answers != "" && !s.Copied {
		a := answer{s.Answers, Answer{Statement: s.Key, Speaker: speaker, Name: nameOf(s), Outlet: s.Outlet, Content: s.Content, Day: day}}
		for _, f := range found {
			if !slices.Contains(a.Kinds, f.Kind) {
				a.Kinds = append(a.Kinds, f.Kind)
			}
		}
		c.answers = append(c.answers, a)
	}
	if !concerned || len(found) == 0 {
		return
	}
	key := claimed{cmp.Or(speaker, nameOf(s)), s.Content, day}
	outlets := c.copies[key]
	if !slices.Contains(outlets, s.Outlet) {
		c.copies[key] = append(outlets, s.Outlet)
	}
	if outlets != nil {
		return // the words are there already
	}
	for _, f := range found {
		claim := Claim{Found: f, Words: s.Content[f.Start:f.End], Statement: s.Key, Content: s.Content, Speaker: speaker, Name: nameOf(s), About: keysOf(s.About), Day: day, URL: s.URL, Outlet: s.Outlet}
		if s.Via != nil {
			claim.Via = s.Via.Name
		}
		c.list = append(c.list, claim)
	}
}

func nameOf(s *archive.Statement) string {
	if s.Speaker != nil {
		return cmp.Or(s.Speaker.Name, s.SpeakerText)
	}
	return s.SpeakerText
}

// concerns says whether a statement is of the relation, and who speaks.
func (c *Claims) concerns(s *archive.Statement, d Day) (bool, string) {
	var keys []string
	speaker := ""
	if s.Speaker != nil {
		if speaker = Key(s.Speaker); speaker != "" {
			keys = append(keys, speaker)
		}
	}
	for i := range s.About {
		if k := Key(&s.About[i]); k != "" {
			keys = append(keys, k)
		}
	}
	p := pair{&c.a, &c.b}
	if !c.b.given() {
		return p.any(keys, d), speaker
	}
	return p.two(keys, keys, d), speaker
}

// Asserted is what was claimed of a relation.
type Asserted struct {
	Claims []Claim // by day
	Kinds  []KindCount
}

// KindCount counts the claims of one kind: each words of a speaker on a day once.
type KindCount struct {
	Kind     ClaimKind
	N        int
	Negated  int // of them, with a negation
	Answered int
	Speakers []Tally
	Outlets  []Tally // that print them
}

// Report tells what was claimed, and by whom.
func (c *Claims) Report() Asserted {
	r := Asserted{Claims: slices.Clone(c.list)}
	answers := map[string][]Answer{}
	for _, a := range c.answers {
		answers[a.to] = append(answers[a.to], a.Answer)
	}
	for _, list := range answers {
		slices.SortFunc(list, func(x, y Answer) int { return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.Statement, y.Statement)) })
	}
	for i := range r.Claims {
		k := &r.Claims[i]
		k.Answers = answers[k.Statement]
		k.Outlets = c.copies[claimed{cmp.Or(k.Speaker, k.Name), k.Content, k.Day}]
	}
	slices.SortStableFunc(r.Claims, func(x, y Claim) int {
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.Statement, y.Statement), x.Start-y.Start)
	})
	for _, kind := range ClaimKinds() {
		if k := countKind(kind, r.Claims); k.N > 0 {
			r.Kinds = append(r.Kinds, k)
		}
	}
	return r
}

func countKind(kind ClaimKind, claims []Claim) KindCount {
	k := KindCount{Kind: kind}
	speakers, outlets := map[string]int{}, map[string]int{}
	for i := range claims {
		x := &claims[i]
		if x.Kind != kind {
			continue
		}
		k.N++
		if x.Negated {
			k.Negated++
		}
		if len(x.Answers) > 0 {
			k.Answered++
		}
		speakers[cmp.Or(x.Speaker, x.Name, "unknown")]++
		for _, o := range x.Outlets {
			outlets[o]++
		}
	}
	k.Speakers, k.Outlets = tallies(speakers), tallies(outlets)
	return k
}

// Beside is one period of a series with what was claimed in it.
type Beside struct {
	Label  string
	Gap    bool
	Claims map[ClaimKind]int // not negated
	Values []float64         // of each measure
}

// Beside puts the claims beside the measured series of the same periods.
func (r *Asserted) Beside(s *Series, n Norm, measures ...Measure) []Beside {
	out := make([]Beside, len(s.Points))
	for i := range s.Points {
		p := &s.Points[i]
		out[i] = Beside{Label: p.Label, Gap: p.Gap, Claims: map[ClaimKind]int{}}
		for _, m := range measures {
			out[i].Values = append(out[i].Values, p.Value(m, n))
		}
	}
	for i := range r.Claims {
		k := &r.Claims[i]
		at, ok := slices.BinarySearchFunc(s.Points, k.Day, func(p Point, d Day) int {
			switch {
			case p.Last < d:
				return -1
			case p.First > d:
				return 1
			}
			return 0
		})
		if ok && !k.Negated {
			out[at].Claims[k.Kind]++
		}
	}
	return out
}

// Pairs are the pairs of parties that a list of claims is of: who speaks of whom,
// and how often by kind, in order of number.
func (r *Asserted) Pairs(kind ClaimKind) []Tally {
	n := map[string]int{}
	for i := range r.Claims {
		k := &r.Claims[i]
		if k.Kind != kind || k.Speaker == "" {
			continue
		}
		about := map[string]bool{}
		for _, x := range k.About {
			if x != k.Speaker {
				about[x] = true
			}
		}
		for _, x := range slices.Sorted(maps.Keys(about)) {
			n[k.Speaker+" "+x]++
		}
	}
	return tallies(n)
}
