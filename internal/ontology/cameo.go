package ontology

// CAMEO is the CAMEO code that stands for a type with one mode, or none, when
// nothing more is known of the act: "042" for a visit. It is "" for NoType.
//
// An extractor that knows more says more: the host's side of a visit is 043, a
// meeting in a third place 044, negotiation 046, the signing of an agreement
// 057, and a REQUEST that demands stands under root 10 instead of 02.
func CAMEO(t Type, m Mode) string {
	if code, ok := known().cameo[act{t, m}]; ok {
		return code
	}
	return known().cameo[act{t, NoMode}]
}

// CAMEOOf is CAMEO for names as a record carries them; of several modes the
// first that belongs to the type counts.
func CAMEOOf(eventType string, modes []string) string {
	t, _ := ParseType(eventType)
	for _, name := range modes {
		if m, _ := ParseMode(name); t.Has(m) {
			return CAMEO(t, m)
		}
	}
	return CAMEO(t, NoMode)
}

// FromCAMEO gives the type and mode that a CAMEO code stands for, the mode NoMode
// when the code does not tell. A code of three or four digits that is not listed
// counts as the shorter code above it. It is false for what is no CAMEO code, and
// for public statements (most of root 01), which PLOVER has no type for.
func FromCAMEO(code string) (Type, Mode, bool) {
	if !ValidCAMEO(code) {
		return NoType, NoMode, false
	}
	for n := len(code); n >= 2; n-- {
		if a, ok := known().acts[code[:n]]; ok {
			return a.kind, a.mode, true
		}
	}
	return NoType, NoMode, false
}

// ValidCAMEO says whether a code has the form of a CAMEO code: a root from 01 to
// 20, then at most two digits.
func ValidCAMEO(code string) bool {
	if len(code) < 2 || len(code) > 4 {
		return false
	}
	for i := range len(code) {
		if code[i] < '0' || code[i] > '9' {
			return false
		}
	}
	root := code[:2]
	return root >= "01" && root <= "20"
}
