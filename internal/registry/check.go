package registry

import (
	"fmt"
	"slices"
	"strings"

	"chancery/record"
)

// classes are the sorts of place.
var classes = []string{"city", "region", "base", "strait", "sea", "mountain", "island", "river", "site", "line"}

// crossCheck tests what can be seen only when all files are read: that codes,
// capitals, regions and members exist.
func (r *Registry) crossCheck(entries []located) (bad []Problem) {
	for _, e := range entries {
		report := func(format string, args ...any) {
			bad = append(bad, Problem{e.File, e.line, fmt.Sprintf(format, args...)})
		}
		if e.Code != "" && !r.validCode(e.Code) {
			report("no code %q; write the ISO 3166-1 alpha-3 code of a state, or one of %s", e.Code, strings.Join(bodyCodes, " "))
		}
		sectors := func(list []string) {
			for _, s := range list {
				if !slices.Contains(sectorCodes, s) {
					report("no sector %q; PLOVER has %s", s, strings.Join(sectorCodes, " "))
				}
			}
		}
		sectors(e.Sectors)
		for _, m := range e.Membership {
			if r.byState[m.Code] == 0 {
				report("no member state %q; write its ISO 3166-1 alpha-3 code", m.Code)
			}
		}
		for _, a := range e.Affiliations {
			if a.Code != "" && !r.validCode(a.Code) {
				report("no code %q in affiliation %q", a.Code, a)
			}
			sectors(a.Sectors)
		}
		if e.Region != "" && r.byKey[e.Region] == 0 {
			report("no region %q", e.Region)
		}
		if e.Of != "" && (r.byKey[e.Of] == 0 || e.Of == e.Key) {
			report("no body %q that this is an organ of", e.Of)
		}
		if e.Level < 0 || e.Level > 4 {
			report("level %d is not 1 to 4", e.Level)
		}
		switch e.Kind {
		case record.State:
			r.checkState(e.Entry, report)
		case record.Place:
			checkPlace(e.Entry, report)
		}
	}
	return bad
}

func (r *Registry) validCode(code string) bool {
	return r.byState[code] != 0 || slices.Contains(bodyCodes, code)
}

func (r *Registry) checkState(e *Entry, report func(string, ...any)) {
	for _, key := range e.Capitals {
		c := r.ByKey(key)
		if c == nil || c.Kind != record.Place {
			report("no place %q for a capital", key)
		} else if !c.HasCoord {
			report("capital %s has no coordinates", key)
		}
	}
	if !slices.Contains([]string{"member", "observer", "other", "former"}, e.Standing) {
		report("standing %q is not member, observer, other or former", e.Standing)
	}
	if len(e.Code) != 3 || slices.Contains(bodyCodes, e.Code) {
		report("%q is no code of a state", e.Code)
	}
	if e.ISO2 != "" && len(e.ISO2) != 2 {
		report("%q is no ISO2 code", e.ISO2)
	}
	if e.FIPS != "" && len(e.FIPS) != 2 {
		report("%q is no FIPS code", e.FIPS)
	}
}

func checkPlace(e *Entry, report func(string, ...any)) {
	if e.File != "places.tsv" {
		return
	}
	if !slices.Contains(classes, e.Class) {
		report("no class of place %q", e.Class)
	}
	if !e.HasCoord {
		report("a place needs coordinates")
	}
}
