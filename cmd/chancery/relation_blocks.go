package main

import (
	"fmt"
	"strconv"
	"strings"

	"chancery/internal/export/dossier"
	"chancery/internal/stage/measure"
)

// relationBlocks tell a relation to people: the periods, what can be said of
// them as a whole, the kinds of act, the contacts, and the method.
func relationBlocks(r *measure.Relation, how string) []dossier.Block {
	blocks := []dossier.Block{seriesTable(r)}
	blocks = append(blocks, dossier.Heading{Level: 2, Text: "What the series shows"})
	for _, line := range shapeLines(r) {
		blocks = append(blocks, line)
	}
	blocks = append(blocks, kindTable(r)...)
	blocks = append(blocks, contactBlocks(r)...)
	return append(blocks, dossier.Notes{Lines: append(r.Method, "The incidents behind the numbers: "+how)})
}

// seriesTable has a row for each period.
func seriesTable(r *measure.Relation) dossier.Table {
	t := dossier.Table{ID: "series", Columns: []dossier.Column{{Name: "period"}, {Name: "documents", Right: true}, {Name: "incidents", Right: true}, {Name: "reports", Right: true}}}
	valued := r.Measure != "incidents" || r.Norm != ""
	if valued {
		t.Columns = append(t.Columns, dossier.Column{Name: "value", Right: true})
	}
	t.Columns = append(t.Columns, dossier.Column{Name: "95 % interval"})
	smooth := len(r.Points) > 0 && r.Points[0].Smooth != nil
	if smooth {
		t.Columns = append(t.Columns, dossier.Column{Name: "smooth", Right: true})
	}
	for _, p := range r.Points {
		row := []dossier.Span{dossier.Plain(p.Period)}
		if p.Gap {
			row = append(row, dossier.Plain("gap"))
			for len(row) < len(t.Columns) {
				row = append(row, dossier.Plain(""))
			}
			t.Rows = append(t.Rows, row)
			continue
		}
		row = append(row, dossier.Plain(strconv.Itoa(p.Documents)), dossier.Span{Words: strconv.Itoa(p.Incidents), Link: "#p-" + p.Period}, dossier.Plain(strconv.Itoa(p.Reports)))
		if valued {
			row = append(row, dossier.Plain(number(p.Value)))
		}
		row = append(row, dossier.Plain(between(p.Interval)))
		if smooth {
			row = append(row, dossier.Plain(number(*p.Smooth)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// shapeLines say what the series shows as a whole.
func shapeLines(r *measure.Relation) (lines []dossier.Text) {
	say := func(link, strong, format string, args ...any) {
		lines = append(lines, dossier.Text{Spans: []dossier.Span{{Words: strong, Strong: true, Link: link}, {Words: " " + fmt.Sprintf(format, args...)}}})
	}
	t := &r.Total
	lines = append(lines, dossier.Text{Spans: []dossier.Span{{Words: fmt.Sprintf("%s incidents in %s reports", thousands(t.Incidents), thousands(t.Reports)), Strong: true, Link: "#evidence"},
		{Words: fmt.Sprintf(", sum of scores %s; mean %s a %s, standard deviation %s.", number(t.Net), number(r.Spread.Mean), r.Grain, number(r.Spread.Deviation))}}})
	if r.Trend.Needs != "" {
		say("", "Trend: not enough data:", "%s.", r.Trend.Needs)
	} else {
		say("#series", "Trend: "+r.Trend.Verdict+".", "Theil–Sen slope %s a %s (95 %%: %s), Mann–Kendall tau %s, %s, %s with serial correlation allowed for, over %d known periods.",
			number(r.Trend.Slope), r.Grain, between(r.Trend.Interval), number(r.Trend.Tau), pValue(r.Trend.P), pValue(r.Trend.PBlock), r.Trend.Periods)
	}
	shockLines(r, say)
	switch {
	case r.Changes.Needs != "":
		say("", "Lasting changes: not enough data:", "%s.", r.Changes.Needs)
	case len(r.Changes.List) == 0:
		say("", "Lasting changes: none shown", "over %d known periods.", r.Changes.Periods)
	}
	for _, c := range r.Changes.List {
		say("#p-"+c.At, "Lasting change before "+c.At, "(95 %% of the likelihood: %s to %s): level %s → %s, %s.", c.Low, c.High, number(c.Before), number(c.After), pValue(c.P))
	}
	if len(r.LeaveOut) > 0 && r.LeaveOut[0].Change.Known() {
		var parts []string
		for _, l := range r.LeaveOut {
			parts = append(parts, fmt.Sprintf("%s %.0f %%", orUnknown(l.Outlet), 100*float64(l.Change)))
		}
		say("", "Without one outlet", "the series changes by: %s.", strings.Join(parts, ", "))
	}
	return lines
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown outlet"
	}
	return s
}

// shockLines tell of conflict beyond what is usual.
func shockLines(r *measure.Relation, say func(link, strong, format string, args ...any)) {
	switch s := &r.Shocks; {
	case s.Needs != "":
		say("", "Shocks of conflict: not enough data:", "%s.", s.Needs)
	case len(s.List) == 0:
		say("", "Shocks of conflict: none shown", "over %d known periods; %s acts of conflict are usual in one.", s.Periods, number(s.Expected))
	}
	for _, k := range r.Shocks.List {
		back := "not back to half of it before the end or the next gap"
		if k.Returned {
			back = fmt.Sprintf("half of it was over after %s %ss", number(k.HalfLife), r.Grain)
		}
		when := k.From
		if k.To != k.From {
			when += " to " + k.To + ", at its height in " + k.Peak
		}
		say("#p-"+k.Peak, "Shock of conflict "+when+":", "%d acts where %s were to be expected (%s of as many by chance); %s.", k.Count, number(k.Expected), pValue(k.P), back)
	}
}

// kindTable counts the types of act.
func kindTable(r *measure.Relation) []dossier.Block {
	if len(r.Kinds) == 0 {
		return []dossier.Block{dossier.Say("No act between the sides is in the archive in this time. chancery coverage tells which days and outlets are there.")}
	}
	t := dossier.Table{Columns: []dossier.Column{{Name: "type"}, {Name: "quarter"}, {Name: "incidents", Right: true}, {Name: "reports", Right: true}, {Name: "mean score", Right: true}}}
	for _, k := range r.Kinds {
		t.Rows = append(t.Rows, []dossier.Span{{Words: k.Type, Link: "#t-" + k.Type}, {Words: k.Quad}, {Words: strconv.Itoa(k.Incidents), Link: "#t-" + k.Type},
			{Words: strconv.Itoa(k.Reports)}, {Words: number(k.Mean)}})
	}
	return []dossier.Block{dossier.Heading{Level: 2, Text: "What was done"}, t}
}

// contactBlocks tell how the sides meet.
func contactBlocks(r *measure.Relation) []dossier.Block {
	c := &r.Contact
	blocks := []dossier.Block{dossier.Heading{Level: 2, Text: "Contact", ID: "contact"}}
	say := func(format string, args ...any) {
		head, rest := "", fmt.Sprintf(format, args...)
		if i := strings.IndexAny(rest, ":,"); i > 0 {
			head, rest = rest[:i], rest[i:]
		}
		link := "#meetings"
		if strings.HasPrefix(head, "Plan") {
			link = "#agenda"
		}
		blocks = append(blocks, dossier.Text{Spans: []dossier.Span{{Words: head, Strong: true, Link: link}, {Words: rest}}})
	}
	if len(c.Meetings) == 0 {
		say("No meeting that was held is in the archive up to %s.", c.AsOf)
	} else {
		say("%d meetings, up to %s; the last %d days before.", len(c.Meetings), c.AsOf, c.Spacing.Since)
		say("Level: %s.", tallied(c.Levels))
		say("Where: %s.", tallied(c.Venues))
		if c.Needs == "" {
			say("From one day of meeting to the next: mean %s days, median %s; variation %s (0 by the calendar, 1 at random).", number(c.Spacing.Mean), number(c.Spacing.Median), number(c.Spacing.Variation))
		} else {
			say("Regularity: not enough data: %s.", c.Needs)
		}
		if c.AtA+c.AtB > 0 {
			say("Visits: %d in %s, %d in %s; reciprocity %s of 1 (%s that chance is so uneven).", c.AtA, r.A, c.AtB, orOthers(r.B), number(c.Reciprocity), pValue(c.EvenP))
		}
		if len(c.Forums) > 0 {
			say("Forums: %s.", tallied(c.Forums))
		}
	}
	if p := &c.Plans; p.Due > 0 {
		line := fmt.Sprintf("Plans: %d of %d that were due were held (%s; 95 %%: %s to %s), %d postponed, %d cancelled, %d not heard of again.", p.Held.Of, p.Held.N, share(p.Held.Value), share(p.Held.Interval.Low), share(p.Held.Interval.High),
			p.Postponed, p.Cancelled, p.Unreported)
		if p.MedianLead.Known() {
			line += fmt.Sprintf(" Half of those held were announced %s days before or earlier.", number(p.MedianLead))
		}
		say("%s", line)
	}
	if len(c.Planned) > 0 {
		say("Planned after %s: %d meetings, the next on %s.", c.AsOf, len(c.Planned), c.Planned[0].Day)
	}
	return blocks
}

func orOthers(s string) string {
	if s == "" {
		return "others"
	}
	return s
}

func share(n measure.Number) string {
	if !n.Known() {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(n))
}

// tallied puts names with their numbers in a line.
func tallied(list []measure.Tally) string {
	var parts []string
	for _, t := range list {
		parts = append(parts, fmt.Sprintf("%s %d", t.Name, t.N))
	}
	if len(parts) == 0 {
		return "not reported"
	}
	return strings.Join(parts, ", ")
}
