package lexicon

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/internal/ontology"
)

// verbFiles are the verb dictionaries of PETRARCH in a user's folder.
const verbFiles = "*.txt"

// verbReader turns a verb dictionary of PETRARCH or TABARI into lines of frames:
//
//	&DOLLAR              a set of words, each on a line "+WORD"
//	--- HELP  [070] ---  a block: verbs that share a code and patterns
//	HELP {HELPED}  [070]
//	- * $ WITH + [071]   a pattern: $ does, + undergoes, * is the verb
//
// What our frames cannot say is left out and told as a problem.
type verbReader struct {
	ld       *loader
	name     string
	line     int
	sets     map[string][]string
	set      string
	verbs    []string
	codes    map[string]string // by verb: its own code
	block    string            // code of the block
	patterns bool              // a pattern of the block was read
}

// readVerbs reads the verb dictionaries of a user's folder.
func (ld *loader) readVerbs(fsys fs.FS) {
	names, err := fs.Glob(fsys, verbFiles)
	if err != nil {
		ld.errors = append(ld.errors, fmt.Errorf("cannot list %s: %w", verbFiles, err))
	}
	slices.Sort(names)
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			ld.errors = append(ld.errors, fmt.Errorf("cannot read %s: %w", name, err))
			continue
		}
		if !utf8.Valid(data) {
			ld.errors = append(ld.errors, fmt.Errorf("cannot read %s: not UTF-8", name))
			continue
		}
		r := &verbReader{ld: ld, name: "user/" + path.Base(name), sets: map[string][]string{}, codes: map[string]string{}}
		for line := range strings.Lines(string(data)) {
			r.line++
			r.read(line)
		}
		r.finishBlock()
	}
}

func (r *verbReader) read(line string) {
	for _, mark := range []string{"#", ";"} {
		line, _, _ = strings.Cut(line, mark)
	}
	line = strings.TrimSpace(line)
	switch {
	case line == "":
		r.set = ""
	case strings.HasPrefix(line, "---"):
		r.finishBlock()
		r.verbs, r.patterns = nil, false
		_, r.block = cutCode(strings.Trim(line, "- "))
	case line[0] == '&':
		r.set = strings.ToLower(strings.Fields(line)[0][1:])
	case line[0] == '+':
		if r.set != "" {
			r.sets[r.set] = append(r.sets[r.set], lastWord(line[1:]))
		}
	case line[0] == '-':
		r.pattern(line[1:])
		r.patterns = true
	case line[0] == '~', line[0] == '{':
	default:
		r.verb(line)
	}
}

// verb takes a line that names a verb, its forms and perhaps its code.
func (r *verbReader) verb(line string) {
	r.set = ""
	if r.patterns {
		r.finishBlock()
		r.verbs, r.patterns, r.block = nil, false, ""
	}
	rest, code := cutCode(line)
	rest, _, _ = strings.Cut(rest, "{")
	word := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(rest)), "_", " ")
	if word == "" {
		return
	}
	r.verbs = append(r.verbs, word)
	if code != "" {
		r.codes[word] = code
	}
}

// finishBlock enters the verbs of a block under their bare codes.
func (r *verbReader) finishBlock() {
	for _, v := range r.verbs {
		code := r.codes[v]
		if code == "" {
			code = r.block
		}
		if code != "" {
			r.frame(v, code, "-", "-")
		}
	}
	clear(r.codes)
}

// cutCode takes the code in brackets off a line, "" when it has none.
func cutCode(line string) (rest, code string) {
	lo, hi := strings.LastIndexByte(line, '['), strings.LastIndexByte(line, ']')
	if lo < 0 || hi < lo {
		return line, ""
	}
	code, _, _ = strings.Cut(line[lo+1:hi], ":")
	return strings.TrimSpace(line[:lo]), strings.Trim(code, "- ")
}

// pattern turns a pattern of the block into a frame for each of its verbs.
func (r *verbReader) pattern(line string) {
	body, code := cutCode(line)
	before, after, ok := strings.Cut(body, "*")
	if !ok || code == "" {
		return
	}
	trigger, recipient, limits := "", "-", "-"
	prep := ""
	for _, t := range strings.Fields(after) {
		switch t = strings.Trim(t, "(){}[]"); {
		case t == "+" || t == "%":
			if prep != "" {
				recipient, prep = prep, ""
			}
		case t == "" || t == "$" || t == "^":
		case prepositions.has(strings.ToLower(t)):
			prep = strings.ToLower(t)
			trigger += " " + prep
		default:
			if words := r.words(t); words != "" {
				trigger += " >" + words
			}
			prep = ""
		}
	}
	for _, t := range strings.Fields(before) {
		if t = strings.Trim(t, "(){}[]"); t != "" && !strings.ContainsAny(t, "$+%^") {
			if words := r.words(t); words != "" {
				limits = "subj=" + strings.ReplaceAll(words, "/", ",")
			}
		}
	}
	for _, v := range r.verbs {
		r.frame(v+trigger, code, recipient, limits)
	}
}

// words are the alternatives of a word or set of a pattern, joined as triggers have them.
func (r *verbReader) words(token string) string {
	if name, ok := strings.CutPrefix(token, "&"); ok {
		return strings.Join(r.sets[strings.ToLower(name)], "/")
	}
	return lastWord(token)
}

// lastWord is the head of a compound in small letters: WAR_CRIME is a crime.
func lastWord(s string) string {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "_"))
	return s[strings.LastIndexAny(s, "_ ")+1:]
}

// frame enters a line of our own format.
func (r *verbReader) frame(trigger, code, recipient, limits string) {
	id := fmt.Sprintf("%s:%d", r.name, r.line)
	kind, mode, ok := ontology.FromCAMEO(code)
	if !ok {
		r.ld.lex.problems = append(r.ld.lex.problems, Problem{id, fmt.Sprintf("%q: PLOVER has no type for %q", trigger, code)})
		return
	}
	m := mode.String()
	if mode == ontology.NoMode {
		m = "-"
	}
	err := r.ld.addFrames(row{id, []string{trigger, "v", kind.String(), m, code, "-", recipient, limits, "-", "from PETRARCH"}})
	if err != nil {
		r.ld.lex.problems = append(r.ld.lex.problems, Problem{id, fmt.Sprintf("%q is left out: %v", trigger, err)})
	}
}
