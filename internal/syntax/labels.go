package syntax

// UPOS is a universal part-of-speech tag.
type UPOS uint8

// The seventeen universal parts of speech. NoPOS marks a word that was not tagged.
const (
	NoPOS UPOS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
	X
)

var uposNames = [...]string{"_", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM",
	"PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}

func (p UPOS) String() string { return uposNames[p] }

// ParseUPOS gives the tag of that name, NoPOS and false when there is none.
func ParseUPOS(s string) (UPOS, bool) {
	for i, n := range uposNames {
		if n == s {
			return UPOS(i), true
		}
	}
	return NoPOS, false
}

// Rel is a dependency relation, with its subtype.
type Rel uint8

// The relations of UD that the extraction reads by name. Relations outside this
// list, in a treebank of another language, keep their universal part.
const (
	NoRel Rel = iota
	Root
	Acl
	AclRelcl
	Advcl
	AdvclRelcl
	Advmod
	Amod
	Appos
	Aux
	AuxPass
	Case
	Cc
	CcPreconj
	Ccomp
	Clf
	Compound
	CompoundPrt
	Conj
	Cop
	Csubj
	CsubjOuter
	CsubjPass
	Dep
	Det
	DetPredet
	Discourse
	Dislocated
	Expl
	Fixed
	Flat
	Goeswith
	Iobj
	List
	Mark
	Nmod
	NmodDesc
	NmodPoss
	NmodUnmarked
	Nsubj
	NsubjOuter
	NsubjPass
	Nummod
	Obj
	Obl
	OblAgent
	OblUnmarked
	Orphan
	Parataxis
	Punct
	Reparandum
	Vocative
	Xcomp
)

var relNames = [...]string{"_", "root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos",
	"aux", "aux:pass", "case", "cc", "cc:preconj", "ccomp", "clf", "compound", "compound:prt", "conj", "cop",
	"csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet", "discourse", "dislocated", "expl", "fixed",
	"flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj",
	"nsubj:outer", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis",
	"punct", "reparandum", "vocative", "xcomp"}

// Rels is the number of relations, NoRel included.
const Rels = len(relNames)

func (r Rel) String() string { return relNames[r] }

// ParseRel gives the relation of that name; an unknown subtype falls back to
// its universal part, an unknown relation to Dep and false.
func ParseRel(s string) (Rel, bool) {
	for cut := len(s); ; {
		for i, n := range relNames {
			if n == s[:cut] {
				return Rel(i), true
			}
		}
		for cut--; cut > 0 && s[cut] != ':'; cut-- {
		}
		if cut <= 0 {
			return Dep, false
		}
	}
}
