package main

import (
	"math"
	"time"

	"chancery/internal/draw"
	"chancery/internal/stage/measure"
)

// relationChart draws the series with its interval, shocks and changes marked.
func relationChart(r *measure.Relation) *draw.Chart {
	c := &draw.Chart{Title: relationTitle(r), Axis: measureName(r.Measure, r.Norm), Zero: true}
	line := draw.Line{Name: r.Measure + ", 95 % interval"}
	smooth := draw.Line{Name: "moving mean", Dashed: true}
	for _, p := range r.Points {
		c.Starts = append(c.Starts, dayTime(p.First))
		c.Gaps = append(c.Gaps, p.Gap)
		line.Values = append(line.Values, float64(p.Value))
		line.Low, line.High = append(line.Low, float64(p.Interval.Low)), append(line.High, float64(p.Interval.High))
		if p.Smooth != nil {
			smooth.Values = append(smooth.Values, float64(*p.Smooth))
		}
	}
	if n := len(r.Points); n > 0 {
		c.Starts = append(c.Starts, dayTime(r.Points[n-1].Last).AddDate(0, 0, 1))
	}
	c.Lines = append(c.Lines, line)
	if smooth.Values != nil {
		c.Lines = append(c.Lines, smooth)
	}
	c.Marks = relationMarks(r)
	return c
}

// relationMarks are the shocks and changes of a relation.
func relationMarks(r *measure.Relation) (marks []draw.Mark) {
	first := map[string]string{}
	for _, p := range r.Points {
		first[p.Period] = p.First
	}
	for _, s := range r.Shocks.List {
		marks = append(marks, draw.Mark{At: dayTime(first[s.Peak]), Words: "conflict shock " + s.Peak})
	}
	for _, ch := range r.Changes.List {
		marks = append(marks, draw.Mark{At: dayTime(first[ch.At]), Words: "change " + number(ch.Before) + " → " + number(ch.After)})
	}
	return marks
}

// contactCalendar draws the days on which two sides met.
func contactCalendar(r *measure.Relation) *draw.Calendar {
	c := &draw.Calendar{Title: pairName(r.A, r.B) + ": meetings by day"}
	if len(r.Points) == 0 {
		return c
	}
	c.From = dayTime(r.From)
	last := dayTime(r.Until)
	days := int(last.Sub(c.From).Hours()/24) + 1
	c.Days = make([]float64, max(0, days))
	for i := range c.Days {
		if !r.Covered[c.From.AddDate(0, 0, i).Format(time.DateOnly)] {
			c.Days[i] = math.NaN()
		}
	}
	for _, m := range r.Contact.Meetings {
		if i := dayIndex(c.From, dayTime(m.Day)); i >= 0 && i < len(c.Days) {
			if math.IsNaN(c.Days[i]) {
				c.Days[i] = 0 // told later
			}
			c.Days[i]++
		}
	}
	return c
}

func dayIndex(from, day time.Time) int { return int(day.Sub(from).Hours() / 24) }

// dayTime is the beginning of a day; the zero time of what is no day.
func dayTime(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return t
}
