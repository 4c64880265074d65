package train

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"chancery/internal/stage/extract"
)

// TestChances compares the probabilities with those counted over all sets.
func TestChances(t *testing.T) {
	score := []float64{0.3, -1.2, 2, 0}
	size := [extract.SideSizes]float64{0.5, 1, -0.7, 0.2}
	members, sizes := chances(score, size)
	total := 0.0
	wantMembers, wantSizes := make([]float64, len(score)), [extract.SideSizes]float64{}
	for set := range 1 << len(score) {
		z, n := 0.0, 0
		for i := range score {
			if set>>i&1 == 1 {
				z += score[i]
				n++
			}
		}
		n = min(n, extract.SideSizes-1)
		p := math.Exp(z + size[n])
		total += p
		wantSizes[n] += p
		for i := range score {
			if set>>i&1 == 1 {
				wantMembers[i] += p
			}
		}
	}
	for i := range members {
		if math.Abs(members[i]-wantMembers[i]/total) > 1e-9 {
			t.Errorf("member %d: %g, want %g", i, members[i], wantMembers[i]/total)
		}
	}
	for n := range sizes {
		if math.Abs(sizes[n]-wantSizes[n]/total) > 1e-9 {
			t.Errorf("size %d: %g, want %g", n, sizes[n], wantSizes[n]/total)
		}
	}
}

// TestChooserLearns: of three candidates the one with cue 7 is right, and one
// at most is.
func TestChooserLearns(t *testing.T) {
	l := newChooser(chooserConfig{Epochs: 20, Rate: 0.1, Count: 1, Scale: 1024, Least: 1}, 1)
	sizes := [extract.SideSizes][]uint32{{11}, {13}, {15}, {17}}
	for k := range 30 {
		c := choice{members: [][]uint32{{3, 5}, {3, 5}, {3, 5}}, size: sizes, gold: make([]bool, 3)}
		c.members[k%3] = []uint32{3, 7}
		c.gold[k%3] = true
		l.add(c)
	}
	m := l.learn()
	side := &extract.SideCase{Codes: []string{"FRA", "CHE", "AUT"}, Bonus: make([]int32, 3), Size: sizes, Cues: [][]uint32{{3, 5}, {3, 7}, {3, 5}}}
	if got := chosenCodes(m, side); len(got) != 1 || got[0] != "CHE" {
		t.Errorf("chosen %v, want CHE", got)
	}
	a, b := m.AppendBinary(nil), newChooserFrom(l).learn().AppendBinary(nil)
	if string(a) != string(b) {
		t.Error("two runs differ")
	}
}

// newChooserFrom makes a chooser of the same choices, whose cues have become
// rows.
func newChooserFrom(l *chooser) *chooser {
	n := newChooser(l.c, 1)
	back := func(rows []uint32) (cues []uint32) {
		for _, r := range rows {
			cues = append(cues, l.keys[r])
		}
		return cues
	}
	for _, c := range l.choices {
		d := choice{gold: c.gold}
		for _, m := range c.members {
			d.members = append(d.members, back(m))
		}
		for k, s := range c.size {
			d.size[k] = back(s)
		}
		n.add(d)
	}
	return n
}

func TestPairActs(t *testing.T) {
	text := "They met. Police arrested ten. Police arrested two more."
	sentences := [][2]int{{0, 9}, {10, 30}, {31, 56}}
	act := func(typ string, lo, hi int32) extract.ActCase {
		return extract.ActCase{Type: typ, Trigger: [2]int32{lo, hi}}
	}
	found := []extract.ActCase{act("CONSULT", 5, 8), act("COERCE", 17, 25), act("ASSAULT", 38, 46)}
	gold := []partyGold{
		{Sentence: 2, Trigger: "arrested", Type: "COERCE", Actors: []goldParty{{"PER"}, {""}}},
		{Sentence: 1, Trigger: "arrested", Type: "COERCE", Actors: []goldParty{{"CHL"}}},
		{Sentence: 0, Trigger: "agreed", Type: "AGREE"},
	}
	got := pairActs(text, sentences, found, gold)
	if len(got) != 2 || got[0].gold[0][0] != "CHL" || got[1].gold[0][0] != "PER" || len(got[1].gold[0]) != 1 {
		t.Errorf("paired %+v", got)
	}
}

func TestGoldSides(t *testing.T) {
	g := goldSides{{"FRA"}, {"CHE", "AUT"}}
	for _, c := range []struct {
		side   int
		codes  []string
		same   bool
		within bool
	}{
		{0, []string{"FRA"}, true, true},
		{0, []string{"FRA", "CHE"}, false, true},
		{1, []string{"CHE"}, false, false},
		{1, []string{"AUT", "CHE", "CHE"}, true, true},
		{2, []string{"AUT", "CHE", "FRA"}, true, true},
		{2, []string{"AUT", "CHE"}, false, false},
	} {
		if g.same(c.side, c.codes) != c.same || g.within(c.side, c.codes) != c.within {
			t.Errorf("side %d, %v: same %v, within %v", c.side, c.codes, g.same(c.side, c.codes), g.within(c.side, c.codes))
		}
	}
}

// TestPartiesConfig: the shipped config is read whole, and names no dev part to
// learn from.
func TestPartiesConfig(t *testing.T) {
	c, err := ReadPartiesConfig("config/parties.json")
	if err != nil {
		t.Fatal(err)
	}
	if c.Gold == c.DevGold || c.Docs == c.DevDocs || c.Learn.Epochs == 0 || c.Folds < 2 {
		t.Errorf("config %+v", c)
	}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "c.json")
	if err := os.WriteFile(name, append(b, '}'), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadPartiesConfig(name); err == nil {
		t.Error("a broken config is taken")
	}
}
