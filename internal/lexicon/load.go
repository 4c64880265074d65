package lexicon

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"chancery/internal/model"
)

//go:embed data
var shipped embed.FS

// Lexicon is a loaded lexicon. It is safe for use by several goroutines.
type Lexicon struct {
	frames       map[headKey][]*Frame
	all          []*Frame // in reading order
	notEvents    map[headKey][]*Frame
	speech       map[headKey]*Speech // by whole cue
	speechByHead map[headKey][]*Speech
	cues         []*Speech
	agents       map[string]*Agent
	status       map[headKey][]*Status
	light        map[string][]*Light
	contexts     []*ContextCue
	byWord       map[string][]*ContextCue
	domains      []*ContextCue
	byDomain     map[string][]*ContextCue
	sets         map[string]wordSet
	problems     []Problem
}

// Load reads the lexicon that ships with the program.
func Load() (*Lexicon, error) { return LoadWith(nil) }

// LoadWith reads the shipped lexicon and lays the user's files over it. The
// user's file system is laid out as data/ is; any file may be missing. A line
// replaces what has the same trigger, part of speech and limits (or, outside
// of events, the same word); one with "-" for its type or sector removes it.
func LoadWith(user fs.FS) (*Lexicon, error) {
	base, err := fs.Sub(shipped, "data")
	if err != nil {
		return nil, fmt.Errorf("cannot open the lexicon: %w", err)
	}
	return load(base, user)
}

// load reads a lexicon and what is laid over it, if anything.
func load(base, user fs.FS) (*Lexicon, error) {
	ld := newLoader()
	ld.read(base)
	if user != nil {
		ld.user = true
		ld.read(user)
		ld.readVerbs(user)
	}
	return ld.finish()
}

// loader gathers lines until all files are read.
type loader struct {
	lex    *Lexicon
	words  *vocabulary
	byKey  map[frameKey]*Frame
	user   bool
	order  int32
	errors []error
}

// maxErrors bounds how many faulty lines one load reports.
const maxErrors = 50

func newLoader() *loader {
	sets := map[string]wordSet{}
	return &loader{
		words: &vocabulary{sets: sets, read: map[string]wordSet{}, cells: map[string][]Slot{}},
		byKey: map[frameKey]*Frame{},
		lex: &Lexicon{
			frames:    map[headKey][]*Frame{},
			speech:    map[headKey]*Speech{},
			agents:    map[string]*Agent{},
			status:    map[headKey][]*Status{},
			light:     map[string][]*Light{},
			byWord:    map[string][]*ContextCue{},
			byDomain:  map[string][]*ContextCue{},
			notEvents: map[headKey][]*Frame{},
			sets:      sets,
		},
	}
}

// table says how a file is read.
type table struct {
	name    string
	columns string
	need    int // columns that a line must have
	line    func(*loader, row) error
}

const eventColumns = "trigger pos type mode cameo actor recipient limits contexts note"

// tables are the files, in reading order: sets come first, since the others use
// them. A name may be a pattern.
var tables = []table{
	{"sets*.tsv", "set words", 2, (*loader).addSet},
	{"speech.tsv", "cue pos takes addressee polarity", 5, (*loader).addSpeech},
	{"agents.tsv", "noun plural sector number note", 3, (*loader).addAgent},
	{"status.tsv", "word pos takes status", 4, (*loader).addStatus},
	{"light.tsv", "verb nouns role", 1, (*loader).addLight},
	{"contexts.tsv", "context words weight", 2, (*loader).addContext},
	{"domains.tsv", "domain words weight", 2, (*loader).addDomain},
	{"not-events*.tsv", "trigger pos limits note", 2, (*loader).addNotEvent},
	{"events/*.tsv", eventColumns, 3, (*loader).addFrames},
}

// read reads all files of one lexicon.
func (ld *loader) read(fsys fs.FS) {
	for _, t := range tables {
		names, err := fs.Glob(fsys, t.name)
		if err != nil {
			ld.errors = append(ld.errors, fmt.Errorf("cannot list %s: %w", t.name, err))
		}
		slices.Sort(names)
		for _, name := range names {
			ld.readFile(fsys, name, t)
		}
	}
}

func (ld *loader) readFile(fsys fs.FS, name string, t table) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		ld.errors = append(ld.errors, fmt.Errorf("cannot read %s: %w", name, err))
		return
	}
	short := path.Base(name)
	if ld.user {
		short = "user/" + short
	}
	rows, err := parseTable(short, string(data), t)
	if err != nil {
		ld.errors = append(ld.errors, err)
	}
	for _, r := range rows {
		if err := t.line(ld, r); err != nil {
			ld.errors = append(ld.errors, fmt.Errorf("%s: %w", r.id, err))
		}
	}
}

// addFrames takes one line of an events file.
func (ld *loader) addFrames(r row) error {
	frames, err := ld.parseFrames(r)
	if err != nil {
		return err
	}
	for _, f := range frames {
		if f.Type == "" {
			ld.removeFrames(f)
			continue
		}
		if old := ld.byKey[f.key()]; old != nil {
			if old.user == f.user {
				ld.lex.problems = append(ld.lex.problems, Problem{f.ID, fmt.Sprintf(
					"%q (%c) is already at %s; this line wins", f.Trigger, f.POS, old.ID)})
			}
			f.user = f.user || old.user
		}
		f.order = ld.order
		ld.order++
		ld.byKey[f.key()] = f
	}
	return nil
}

// removeFrames drops the frames that a line of type "-" names; limits "*" mean any.
func (ld *loader) removeFrames(f *Frame) {
	if f.limitText != "*" {
		delete(ld.byKey, f.key())
		return
	}
	for k := range ld.byKey {
		if k.trigger == f.Trigger && k.pos == f.POS {
			delete(ld.byKey, k)
		}
	}
}

// finish sorts what was read, or says what was wrong with it.
func (ld *loader) finish() (*Lexicon, error) {
	if n := len(ld.errors); n > 0 {
		if n > maxErrors {
			ld.errors = append(ld.errors[:maxErrors], fmt.Errorf("and %d more", n-maxErrors))
		}
		return nil, fmt.Errorf("cannot load the lexicon: %w", errors.Join(ld.errors...))
	}
	lex := ld.lex
	for _, f := range ld.byKey {
		lex.all = append(lex.all, f)
	}
	slices.SortFunc(lex.all, func(a, b *Frame) int { return int(a.order - b.order) })
	for _, f := range lex.all {
		k := headKey{f.Head, f.POS}
		lex.frames[k] = append(lex.frames[k], f)
	}
	for _, list := range lex.frames {
		slices.SortStableFunc(list, compareFrames)
	}
	for _, list := range lex.notEvents {
		slices.SortStableFunc(list, compareFrames)
	}
	lex.finishWords()
	return lex, nil
}

// Digest names the version of the shipped lexicon with the user's over it.
func Digest(user fs.FS) (string, error) { return model.DigestFiles(shipped, user) }
