package relations

import (
	"slices"
	"testing"

	"chancery/archive"
	"chancery/record"
)

// An incident counts once for each party, on whatever side; what did not happen
// does not count, and with a party only what that party takes part in.
func TestPartySums(t *testing.T) {
	agg, err := NewAggregate(record.Month)
	if err != nil {
		t.Fatal(err)
	}
	planned := inc([]string{"AAA"}, "CONSULT", []string{"CCC"}, "2042-03-04", "X")
	planned.Status = record.Planned
	for _, i := range []*archive.Incident{
		inc([]string{"AAA", "BBB"}, "CONSULT", []string{"AAA"}, "2042-03-04", "X"),
		inc([]string{"AAA"}, "ACCUSE", []string{"BBB"}, "2042-04-04", "X", "Y"),
		inc([]string{"AAA"}, "AGREE", []string{"CCC"}, "2042-05-04", "X"),
		inc([]string{"CCC"}, "PROTEST", nil, "2042-05-04", "X"),
		planned,
	} {
		agg.Add(i)
	}
	type row struct {
		key                                  string
		incidents, contacts, verbal, against int
	}
	rows := func(q PartyQuestion) (out []row) {
		for _, s := range PartySums(agg, q) {
			out = append(out, row{s.Key, s.Incidents, s.Contacts, s.Quads[1], s.Quads[3] + s.Quads[4]})
		}
		return out
	}
	if got, want := rows(PartyQuestion{From: NoDay, Until: NoDay}), []row{{"AAA", 3, 1, 2, 1}, {"BBB", 2, 1, 1, 1}, {"CCC", 2, 0, 1, 1}}; !slices.Equal(got, want) {
		t.Errorf("all: %v, want %v", got, want)
	}
	if got, want := rows(PartyQuestion{From: NoDay, Until: NoDay, With: []string{"AAA"}}), []row{{"BBB", 2, 1, 1, 1}, {"CCC", 1, 0, 1, 0}}; !slices.Equal(got, want) {
		t.Errorf("with AAA: %v, want %v", got, want)
	}
	april, _ := ParseDay("2042-04-01")
	if got := rows(PartyQuestion{From: april, Until: april}); len(got) != 2 || got[0] != (row{"AAA", 1, 0, 0, 1}) {
		t.Errorf("in April: %v", got)
	}
}
