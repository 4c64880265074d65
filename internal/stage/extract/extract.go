// Package extract reads the record of one page from its trees: who is named,
// who holds which post, what was said by whom, and what was done to whom, when
// and where.
//
// What must stay true:
//   - Extract is a pure function of the analysed document, its description, and
//     the registry, lexicon and grammar that the Extractor was made with.
//   - Steps run in one order, each reading what the earlier ones wrote:
//     names, nominals, reference, posts, times, statements, events.
//   - Every span it gives lies on word borders of the document and is in bytes;
//     the caller turns them into code points.
//   - A party, speaker, place or time that the words do not give stays empty.
package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/linear"
	"chancery/internal/registry"
	"chancery/internal/stage/extract/judge"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// Extractor holds what extraction goes by. It is safe for concurrent use.
type Extractor struct {
	reg     *registry.Registry
	lex     *lexicon.Lexicon
	grammar *timex.Grammar
	words   *wordTable
	titles  *titleTable
	places  *placeWeights
	finder  Finder
	judge   *judge.Judge  // nil leaves it to the frames alone
	scorer  *linear.Model // of parties; nil for the rules alone
}

// Finder is a trained recogniser of names; see ner.Recogniser.
type Finder interface {
	// Find appends the names of a document to dst, in order and without overlap.
	Find(dst []ner.Span, doc *syntax.Doc) []ner.Span
}

// New makes an extractor. Without a recogniser of names, which may be nil,
// names are found by the registry and by rules alone.
func New(reg *registry.Registry, lex *lexicon.Lexicon, grammar *timex.Grammar, finder Finder) (*Extractor, error) {
	words, err := loadWords()
	if err != nil {
		return nil, err
	}
	titles, err := loadTitles(titleFacts)
	if err != nil {
		return nil, err
	}
	places, err := loadPlaceWeights(placeWeightData)
	if err != nil {
		return nil, err
	}
	return &Extractor{reg: reg, lex: lex, grammar: grammar, words: words, titles: titles, places: places, finder: finder}, nil
}

// WithJudge gives an extractor that lets a judge decide which candidates are events.
func (x *Extractor) WithJudge(j *judge.Judge) *Extractor {
	y := *x
	y.judge = j
	return &y
}

// Extract reads the record of a page. Its spans are in bytes.
func (x *Extractor) Extract(d *syntax.Doc, meta record.Document) record.Record {
	return x.Trace(d, meta, nil)
}

// Trace is Extract that also tells, for each word that could state an act,
// which frame fired there or why none did.
func (x *Extractor) Trace(d *syntax.Doc, meta record.Document, trace func(i int32, format string, args ...any)) record.Record {
	return x.extract(d, meta, trace, nil)
}

// Candidates tells every reading of a word as an act that a judge would be asked about.
func (x *Extractor) Candidates(d *syntax.Doc, meta record.Document, collect func(Candidate)) {
	x.extract(d, meta, nil, collect)
}

func (x *Extractor) extract(d *syntax.Doc, meta record.Document, trace func(int32, string, ...any), collect func(Candidate)) record.Record {
	p := newPage(x, d, &meta)
	p.trace, p.collect = trace, collect
	p.read()
	return p.record()
}

// PlaceCases reads a page and gives, for each of its acts, the places that it
// may have.
func (x *Extractor) PlaceCases(d *syntax.Doc, meta record.Document) []PlaceCase {
	p := newPage(x, d, &meta)
	p.options = &[]PlaceCase{}
	p.read()
	return *p.options
}

// read takes the steps in order.
func (p *page) read() {
	p.beforeStatements()
	p.findStatements()
	p.speakForAuthor()
	p.ownCountries()
	p.findEvents()
}

// Acts reads the acts of a page with the cues that the scorer of parties is
// trained from.
func (x *Extractor) Acts(d *syntax.Doc, meta record.Document) []ActCase {
	rules := *x
	rules.scorer = nil
	p := newPage(&rules, d, &meta)
	p.read()
	return (&coder{page: p}).cases()
}

// beforeStatements runs the steps that statements build on.
func (p *page) beforeStatements() {
	p.findHome()
	p.findNames()
	p.findSeries()
	p.findNominals()
	p.refer()
	p.nestBodies()
	p.findPosts()
	p.settleCountries()
	p.joinOfficers()
	p.ownCountries()
	p.findTimes()
}
