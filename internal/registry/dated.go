package registry

import (
	"fmt"
	"slices"
	"strings"
)

// Member is a state that is or was a member of a body or forum.
type Member struct {
	Code string // ISO3
	Period
}

// Affiliation is what a person or group was for a time: the code and sectors that
// it had, and the post that gave it them.
type Affiliation struct {
	Code    string
	Sectors []string
	Post    string // "foreign minister", may be empty
	Period
}

// MembersOn gives the codes of those who were members on a date.
func (e *Entry) MembersOn(on Date) []string {
	var out []string
	for _, m := range e.Membership {
		if m.Holds(on) {
			out = append(out, m.Code)
		}
	}
	return out
}

// On gives the code and sectors of an entry on a date: those of the first dated
// affiliation that holds, else of the first undated one, else the entry's own.
// A person whose posts are all over keeps the country, when it was always one.
func (e *Entry) On(on Date) (code string, sectors []string) {
	var undated *Affiliation
	for i := range e.Affiliations {
		a := &e.Affiliations[i]
		if a.Open() {
			if undated == nil {
				undated = a
			}
			continue
		}
		if a.Holds(on) {
			return a.Code, a.Sectors
		}
	}
	if undated != nil {
		return undated.Code, undated.Sectors
	}
	code = e.Code
	for i := range e.Affiliations {
		switch c := e.Affiliations[i].Code; {
		case code == "":
			code = c
		case code != c && e.Code == "":
			return "", e.Sectors
		}
	}
	return code, e.Sectors
}

// Current gives of several readings those whose entries exist on a date; all of
// them when none does.
func (r *Registry) Current(refs []NameRef, on Date) []NameRef {
	if len(refs) < 2 || on == 0 {
		return refs
	}
	over := 0
	for _, ref := range refs {
		if !r.entries[ref.Entry].Holds(on) {
			over++
		}
	}
	if over == 0 || over == len(refs) {
		return refs
	}
	return slices.DeleteFunc(slices.Clone(refs), func(ref NameRef) bool { return !r.entries[ref.Entry].Holds(on) })
}

// setMembers reads "DEU|GBR 1973..2020-01-31".
func (e *Entry) setMembers(cell string) error {
	var list []string
	if err := setList(&list, cell); err != nil {
		return err
	}
	for _, item := range list {
		code, period, err := cutPeriod(item)
		if err != nil {
			return err
		}
		if code == "" || strings.Contains(code, " ") {
			return fmt.Errorf("%q is no member; write CODE or CODE 1973..2020", item)
		}
		e.Membership = append(e.Membership, Member{code, period})
		if period.To == 0 && !slices.Contains(e.Members, code) {
			e.Members = append(e.Members, code)
		}
	}
	return nil
}

// setAffiliations reads "USA GOV,ELI 1993-01-20..2001-01-20 president|USA ELI 2001..".
// A code or sectors that are not known are "-".
func (e *Entry) setAffiliations(cell string) error {
	var list []string
	if err := setList(&list, cell); err != nil {
		return err
	}
	e.Affiliations = make([]Affiliation, 0, len(list))
	for _, item := range list {
		a, err := parseAffiliation(item)
		if err != nil {
			return err
		}
		e.Affiliations = append(e.Affiliations, a)
	}
	return nil
}

func parseAffiliation(item string) (a Affiliation, err error) {
	if strings.Contains(item, "  ") {
		item = strings.Join(strings.Fields(item), " ")
	}
	code, rest, ok := strings.Cut(item, " ")
	if !ok {
		return a, fmt.Errorf("%q is no affiliation; write CODE SECTORS 1993..2001 post, with - for what is not known", item)
	}
	if code != "-" {
		a.Code = code
	}
	sectors, rest, _ := strings.Cut(rest, " ")
	if sectors != "-" {
		a.Sectors = strings.Split(sectors, ",")
	}
	if period, post, _ := strings.Cut(rest, " "); strings.Contains(period, "..") {
		if a.Period, err = parsePeriod(period); err != nil {
			return a, err
		}
		rest = post
	}
	a.Post = rest
	return a, nil
}

// String gives the form that data files have.
func (a Affiliation) String() string {
	dash := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	return strings.Join(slices.DeleteFunc([]string{dash(a.Code), dash(strings.Join(a.Sectors, ",")), a.Period.Text(), a.Post},
		func(s string) bool { return s == "" }), " ")
}

// String gives the form that data files have.
func (m Member) String() string { return strings.TrimSpace(m.Code + " " + m.Period.Text()) }

// addFormer adds earlier names, "Burma ..1989".
func (e *Entry) addFormer(cell string) error {
	var list []string
	if err := setList(&list, cell); err != nil {
		return err
	}
	for _, item := range list {
		name, period, err := cutPeriod(item)
		if err != nil {
			return err
		}
		if err := e.addSurfaces([]string{name}, Alias); err != nil {
			return err
		}
		e.Surfaces[len(e.Surfaces)-1].Period = period
	}
	return nil
}
