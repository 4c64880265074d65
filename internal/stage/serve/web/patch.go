package web

import (
	"slices"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/ontology"
	"chancery/record"
)

// linesOf writes parties one a line: code and name.
func linesOf(parties []archive.Party) string {
	lines := make([]string, len(parties))
	for i := range parties {
		lines[i] = lineOf(&parties[i])
	}
	return strings.Join(lines, "\n")
}

func lineOf(p *archive.Party) string { return strings.TrimSpace(p.Code + " " + p.Name) }

// patch is what a form changes of an event, or what is wrong with the form.
func (d *desk) patch(f decision, e *archive.Event) (set *archive.Patch, wrong string) {
	was := formOf(e)
	set = &archive.Patch{}
	if f.Type != was.Type {
		if !ontology.ValidType(f.Type) {
			return nil, "There is no such kind of act."
		}
		set.Type = &f.Type
	}
	if f.Modes != was.Modes {
		for m := range strings.SplitSeq(f.Modes, ",") {
			if m = strings.TrimSpace(m); m == "" {
				continue
			}
			if !ontology.ValidMode(f.Type, m) {
				return nil, f.Type + " has no mode " + m + "; it has " + strings.Join(record.Modes(f.Type), ", ") + "."
			}
			set.Modes = append(set.Modes, m)
		}
	}
	if f.Status != was.Status {
		status := record.Status(f.Status)
		if !slices.Contains(record.Statuses(), f.Status) {
			return nil, "There is no such status."
		}
		set.Status = &status
	}
	if f.Actors != was.Actors {
		if set.Actors, wrong = d.parties(f.Actors, e); wrong != "" {
			return nil, wrong
		}
	}
	if f.Recipients != was.Recipients {
		if set.Recipients, wrong = d.parties(f.Recipients, e); wrong != "" {
			return nil, wrong
		}
	}
	if f.PlaceName != was.PlaceName || f.PlaceCode != was.PlaceCode {
		set.Place = &archive.Where{Name: f.PlaceName, Code: strings.ToUpper(f.PlaceCode)}
	}
	if f.Start != was.Start || f.End != was.End {
		if wrong = patchDays(set, f); wrong != "" {
			return nil, wrong
		}
	}
	return set, ""
}

// patchDays puts in the days of a form.
func patchDays(set *archive.Patch, f decision) string {
	first, last := f.Start, f.End
	if last == "" {
		last = first
	}
	for _, s := range []string{first, last} {
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return "Give days as 2024-05-31."
		}
	}
	if last < first {
		return "The last day is before the first."
	}
	set.Start, set.End = &first, &last
	return ""
}

// parties reads lines. One that is as it was coded stays what it was; else it is a
// code with a name, or a name that is known.
func (d *desk) parties(lines string, e *archive.Event) ([]archive.Party, string) {
	out := []archive.Party{}
	for line := range strings.Lines(lines) {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			continue
		}
		p, ok := d.party(line, append(slices.Clone(e.Actors), e.Recipients...))
		if !ok {
			return nil, "“" + line + "” is not known: begin the line with the code of a country, such as FRA."
		}
		out = append(out, p)
	}
	return out, ""
}

func (d *desk) party(line string, coded []archive.Party) (archive.Party, bool) {
	code, name, _ := strings.Cut(line, " ")
	for i := range coded {
		if lineOf(&coded[i]) == line {
			return coded[i], true
		}
	}
	knows := func(p archive.Party) bool { return p.Code == code }
	known, _ := d.o.Names.Named(code, filter.Side) // of a user's registry too
	if ontology.ValidCode(code) || slices.Contains(known, code) || slices.ContainsFunc(coded, knows) {
		if name == "" {
			name = code
		}
		return archive.Party{Code: code, Name: name}, true
	}
	codes, keys := d.o.Names.Named(line, filter.Side)
	if len(codes) == 0 && len(keys) == 0 {
		return archive.Party{}, false
	}
	p := archive.Party{Name: line}
	if len(codes) > 0 {
		p.Code = codes[0]
	}
	if len(keys) > 0 {
		p.Registry = keys[0]
	}
	return p, true
}
