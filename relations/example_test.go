package relations_test

import (
	"fmt"

	"chancery/archive"
	"chancery/record"
	"chancery/relations"
)

// Two invented states over a quarter, of which one month has no documents.
func ExampleNewSeries() {
	visit := func(day string) *archive.Incident {
		return &archive.Incident{Type: "CONSULT", Modes: []string{"visit"}, Status: record.Actual, Start: day, End: day, Reports: 2,
			Actors: []archive.Party{{Name: "Avalia", Code: "XAV"}}, Recipients: []archive.Party{{Name: "Borduria", Code: "XBO"}}, OutletNames: []string{"Courier", "Herald"}}
	}
	agg, err := relations.NewAggregate(record.Month)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range []string{"2031-01-09", "2031-01-20", "2031-03-02"} {
		agg.Add(visit(day))
	}
	cal := relations.CalendarOf([]archive.Coverage{
		{Day: "2031-01-09", Outlet: "Courier", Documents: 40}, {Day: "2031-01-20", Outlet: "Herald", Documents: 10}, {Day: "2031-03-02", Outlet: "Courier", Documents: 20},
	})
	s, err := relations.NewSeries(agg, cal, relations.Ask(relations.SideOf("XAV"), relations.SideOf("XBO"), record.Month))
	if err != nil {
		fmt.Println(err)
		return
	}
	net, err := relations.MeasureNamed("net")
	if err != nil {
		fmt.Println(err)
		return
	}
	values := s.Values(net, relations.PerThousand)
	for i, p := range s.Points {
		fmt.Println(p.Label, p.Incidents, p.Documents, values[i])
	}
	fmt.Println(relations.TrendOf(values, 1).Verdict)
	// Output:
	// 2031-01 2 50 160
	// 2031-02 0 0 NaN
	// 2031-03 1 20 200
	// not enough data
}
