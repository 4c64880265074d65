package export

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// ICalendar writes planned meetings and what became of them (RFC 5545): an entry
// for each incident of CONSULT that is or was a plan and has a day. Its UID is the
// first name that the incident had in the archive, its SEQUENCE counts the changes
// since then, so that a calendar that reads the file again follows a meeting that
// was moved or cancelled, also when an earlier report renamed its incident.
func ICalendar(w io.Writer, set Set, opt Options) (Tally, error) {
	if set.Incidents == nil {
		return Tally{}, missing("ical", Incidents)
	}
	buffer := bufio.NewWriter(w)
	cal := &calendar{sink{w: buffer}}
	cal.line("BEGIN", "VCALENDAR")
	cal.line("VERSION", "2.0")
	cal.line("PRODID", "-//chancery//"+plain(or(opt.Coder, "chancery"))+"//EN")
	cal.line("CALSCALE", "GREGORIAN")
	cal.line("METHOD", "PUBLISH")
	n, err := each(set.Incidents, func(i *archive.Incident) (int, error) {
		if !wasPlanned(i) {
			return 0, nil
		}
		return 1, cal.entry(i, &set, opt)
	})
	if err != nil {
		return n, err
	}
	cal.line("END", "VCALENDAR")
	if cal.err != nil {
		return n, cal.err
	}
	return n, buffer.Flush()
}

// lineage is what became of an incident since the archive knew it first.
type lineage struct {
	first   string // the name it had then
	changes int
	last    time.Time // of the last change
}

// lineageOf follows an incident back through its names.
func lineageOf(id string, changesOf func(string) ([]archive.Change, error)) (lineage, error) {
	out := lineage{first: id}
	if changesOf == nil {
		return out, nil
	}
	for seen := map[string]bool{}; !seen[out.first]; {
		seen[out.first] = true
		list, err := changesOf(out.first)
		if err != nil {
			return out, err
		}
		out.changes += len(list)
		for _, c := range list {
			if c.At.After(out.last) {
				out.last = c.At
			}
		}
		if len(list) > 0 && list[0].Kind == "renamed" && list[0].Other != "" {
			out.first = list[0].Other
		}
	}
	out.changes = max(0, out.changes-1) // its creation is none
	return out, nil
}

func wasPlanned(i *archive.Incident) bool {
	_, err := time.Parse("2006-01-02", i.Start)
	return err == nil && i.Type == ontology.Consult.String() && (i.Status == record.Planned || i.Outcome != "" || i.Announced != "")
}

type calendar struct{ sink }

func (c *calendar) entry(i *archive.Incident, set *Set, opt Options) error {
	past, err := lineageOf(i.ID, set.Changes)
	if err != nil {
		return err
	}
	stamp := opt.Now
	if !past.last.IsZero() {
		stamp = past.last
	}
	address := ""
	if set.Event != nil {
		e, _, err := set.Event(i.Best)
		if err != nil {
			return err
		}
		address = e.URL
	}
	first, _ := time.Parse("2006-01-02", i.Start)
	last, err := time.Parse("2006-01-02", i.End)
	if err != nil || last.Before(first) {
		last = first
	}
	c.line("BEGIN", "VEVENT")
	c.line("UID", "chancery-"+past.first+"@chancery.invalid")
	c.line("SEQUENCE", strconv.Itoa(past.changes))
	c.line("DTSTAMP", stamp.UTC().Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE", first.Format("20060102"))
	c.line("DTEND;VALUE=DATE", last.AddDate(0, 0, 1).Format("20060102"))
	c.text("SUMMARY", summary(i))
	c.line("STATUS", standing(i))
	c.line("TRANSP", "TRANSPARENT")
	c.text("CATEGORIES", i.Type)
	if i.Place != nil {
		c.text("LOCATION", i.Place.Name)
		if i.Place.Latitude != nil && i.Place.Longitude != nil {
			c.line("GEO", coordinate(i.Place.Latitude)+";"+coordinate(i.Place.Longitude))
		}
	}
	c.text("DESCRIPTION", description(i))
	if strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://") {
		c.line("URL", plain(strings.ReplaceAll(address, " ", "%20")))
	}
	c.line("END", "VEVENT")
	return c.err
}

// standing is the status of an entry; a meeting that was put off is tentative
// until a report gives a new day.
func standing(i *archive.Incident) string {
	switch {
	case i.Outcome == "cancelled" || i.Status == record.Denied:
		return "CANCELLED"
	case i.Outcome == "held" || i.Status == record.Actual:
		return "CONFIRMED"
	}
	return "TENTATIVE"
}

// summary names who meets whom, and what became of the plan.
func summary(i *archive.Incident) string {
	s := or(heading(i), "Meeting")
	if i.Outcome != "" {
		s += " (" + i.Outcome + ")"
	}
	return s
}

// heading names the parties of an incident and its forum.
func heading(i *archive.Incident) string {
	s := listed(i.Actors)
	if len(i.Recipients) > 0 {
		s += " – " + listed(i.Recipients)
	}
	if i.Forum != nil {
		s = strings.TrimSpace(i.Forum.Name + ": " + s)
	}
	return strings.TrimSpace(s)
}

func description(i *archive.Incident) string {
	act := or(ontology.Plain(i.Type, i.Modes), strings.ToLower(i.Type))
	lines := []string{act + "; " + string(i.Status) + "."}
	if i.Announced != "" {
		lines = append(lines, "Announced "+i.Announced+".")
	}
	if i.Level > 0 {
		lines = append(lines, "Level "+strconv.Itoa(i.Level)+".")
	}
	lines = append(lines, "Reports "+strconv.Itoa(i.Reports)+", outlets "+strconv.Itoa(i.Outlets)+", independent "+strconv.Itoa(i.Independent)+".")
	for _, c := range conflicts(i) {
		lines = append(lines, "Reports differ on "+c+".")
	}
	return strings.Join(append(lines, "Incident "+i.ID), "\n")
}

// text writes a property whose value is text.
func (c *calendar) text(name, value string) {
	lines := strings.Split(value, "\n")
	for k := range lines {
		lines[k] = plain(lines[k])
	}
	c.line(name, strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(strings.Join(lines, "\n")))
}

// line writes a property, folded so that no line has more than 75 octets and no
// character is cut.
func (c *calendar) line(name, value string) {
	rest, limit := name+":"+value, 75
	for len(rest) > limit {
		cut := limit
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.print(rest[:cut], "\r\n ")
		rest, limit = rest[cut:], 74
	}
	c.print(rest, "\r\n")
}
