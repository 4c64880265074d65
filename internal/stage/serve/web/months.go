package web

import (
	"time"

	"chancery/relations"
)

// monthRow is a month of the calendar of contacts.
type monthRow struct {
	Label string
	Days  [31]dayCell
}

// dayCell is a day: none (the month has no such day), gap (no page is there of it),
// quiet, met.
type dayCell struct {
	Class, Label, URL string
	N                 int
}

// monthsOf are the last months until a day, with the days of meetings.
func monthsOf(c *relations.Contact, documents map[string]int, asOf relations.Day) []monthRow {
	last, err := time.Parse(time.DateOnly, asOf.String())
	if err != nil {
		return nil
	}
	met := map[string][]relations.Meeting{}
	for _, m := range c.Meetings {
		met[m.Day.String()] = append(met[m.Day.String()], m)
	}
	month := time.Date(last.Year(), last.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, 1-calendarMonths, 0)
	var rows []monthRow
	for ; !month.After(last); month = month.AddDate(0, 1, 0) {
		row := monthRow{Label: month.Format("2006-01")}
		for i := range row.Days {
			t := month.AddDate(0, 0, i)
			cell := &row.Days[i]
			day := t.Format(time.DateOnly)
			switch meetings := met[day]; {
			case t.Month() != month.Month() || t.After(last):
				cell.Class = "none"
			case len(meetings) > 0:
				cell.Class, cell.N, cell.URL = "met", len(meetings), "/incident/"+meetings[0].Incident
				cell.Label = many(len(meetings), "meeting") + " on " + t.Format("2 January 2006")
			case documents[day] == 0:
				cell.Class = "gap"
			default:
				cell.Class = "quiet"
			}
		}
		rows = append(rows, row)
	}
	return rows
}
