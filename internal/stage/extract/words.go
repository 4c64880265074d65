package extract

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
)

//go:embed data/english.tsv
var englishWords string

//go:embed data/sizes.tsv
var sizeWords string

//go:embed data/statements.tsv
var statementWords string

// wordTable holds the word sets of data/english.tsv.
type wordTable struct {
	sets     map[string]map[string]bool
	home     map[string]string    // title of office → country where it is used without one
	past     map[string]string    // irregular form of a verb → verb
	rank     map[string]string    // title → the office that it is in any country
	lead     map[string]string    // verb → position of its subject in its object
	size     map[sizeKey]sizeWord // lemma → the count that it tells
	scale    map[string]float64   // letters behind a sum → what they stand for
	currency map[string]string    // word or sign → ISO 4217
}

// wordSets are the sets that the code asks for; the file must have each.
var wordSets = [...]string{"org_head", "generation", "syllable", "habit", "relative", "storm",
	"org_abstract", "forum_head", "agreement_head", "party_common", "place_head",
	"series_head", "particle", "honorific", "calendar", "locative", "provincial", "former", "incumbent", "pair_noun", "anonymous", "human", "accredited", "kin", "document", "continuing", "object_control", "time_unit", "performing", "measure",
	"occurring", "daypart", "wishing", "tentative", "such_as", "claiming", "owning_up", "quantity_of", "harming", "displaced", "sending", "taking_place", "natural", "over_verb", "opinion", "diplomatic", "another_one", "bilateral", "guest_verb", "other_verb", "another_body", "series_noun",
	"post_in", "post_hold", "post_out", "post_oust", "post_change", "post_noun", "deputizing", "title_noun", "no_title", "occupation", "no_person",
	"state_noun", "bloc_noun", "group_noun", "body_noun", "party_noun", "firm_noun", "person_noun", "charged_noun", "portfolio_head", "portfolio"}

// statementSets are those of data/statements.tsv.
var statementSets = [...]string{"unnamed", "outlet", "answering", "replying", "accusing", "channel", "platform", "hearsay", "giving", "chaining", "naming", "plainly", "writing", "as_said", "claim", "unit", "turning"}

// countSets are those of data/sizes.tsv.
var countSets = [...]string{"attending", "troop", "exercise"}

func loadWords() (*wordTable, error) {
	w := &wordTable{sets: map[string]map[string]bool{}, home: map[string]string{}, lead: map[string]string{}, past: map[string]string{}, rank: map[string]string{},
		size: map[sizeKey]sizeWord{}, currency: map[string]string{}, scale: map[string]float64{}}
	n := 0
	for line := range strings.Lines(englishWords + "\n" + statementWords + "\n" + sizeWords) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, words, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("cannot read english.tsv:%d: no tab", n)
		}
		if code, ok := strings.CutPrefix(name, "home "); ok {
			for title := range strings.SplitSeq(words, ",") {
				w.home[strings.TrimSpace(title)] = code
			}
			continue
		}
		if rest, ok := strings.CutPrefix(name, "size "); ok && len(rest) == 3 {
			for f := range strings.FieldsSeq(words) {
				w.size[sizeKey{f, strings.IndexByte("ntl", rest[2]) >= 0}] = sizeWord{rest[0], rest[2]}
			}
			continue
		}
		if zeros, ok := strings.CutPrefix(name, "scale "); ok {
			for f := range strings.FieldsSeq(words) {
				w.scale[f] = math.Pow10(len(zeros))
			}
			continue
		}
		if code, ok := strings.CutPrefix(name, "currency "); ok {
			for f := range strings.SplitSeq(words, ",") {
				w.currency[strings.TrimSpace(f)] = code
			}
			continue
		}
		if name == "past" {
			for pair := range strings.FieldsSeq(words) {
				form, verb, _ := strings.Cut(pair, "=")
				w.past[form] = verb
			}
			continue
		}
		if rank, ok := strings.CutPrefix(name, "office "); ok {
			for title := range strings.SplitSeq(words, ",") {
				w.rank[strings.TrimSpace(title)] = rank
			}
			continue
		}
		if post, ok := strings.CutPrefix(name, "leads "); ok {
			for verb := range strings.FieldsSeq(words) {
				w.lead[verb] = post
			}
			continue
		}
		if w.sets[name] == nil {
			w.sets[name] = map[string]bool{}
		}
		for f := range strings.FieldsSeq(words) {
			w.sets[name][f] = true
		}
	}
	for _, s := range slices.Concat(wordSets[:], statementSets[:], countSets[:]) {
		if len(w.sets[s]) == 0 {
			return nil, fmt.Errorf("cannot read english.tsv: no set %q", s)
		}
	}
	return w, nil
}

// is says whether a lower-cased word is in a set.
func (w *wordTable) is(set, word string) bool { return w.sets[set][word] }
