package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery"
	"chancery/internal/ontology"
	"chancery/internal/pipeline"
	"chancery/record"
)

// actCoder codes pages of the form "CHN CONSULT RUS and more": an actor, a type
// of act and a recipient. Pages that say "praises" make a statement of the rest.
func actCoder(chancery.Options) (pipeline.Code, error) {
	return func(_ context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
		rec := record.Record{Schema: record.SchemaV1, Document: p.Document}
		words := strings.Fields(p.Text)
		at, n := 0, len([]rune(p.Text))
		rec.Sentences = []record.Span{{Start: 0, End: n}}
		var spans [3]record.Span
		for i := range spans {
			spans[i] = record.Span{Start: at, End: at + len(words[i])}
			at = spans[i].End + 1
		}
		for i, k := range []int{0, 2} {
			rec.Entities = append(rec.Entities, record.Entity{ID: fmt.Sprintf("e%d", i+1), Kind: record.State, Name: words[k], Code: words[k], Mentions: []record.Mention{{Span: spans[k], Form: record.Name}}})
		}
		if words[1] == "praises" {
			rec.Statements = []record.Statement{{ID: "s1", Speaker: "e1", Cue: spans[1], Content: []record.Span{{Start: at, End: n}}, Kind: "indirect", Polarity: "asserts", About: []string{"e2"}}}
			return rec, nil, nil
		}
		scale := ontology.Scale(words[1], nil)
		rec.Events = []record.Event{{ID: "v1", Type: words[1], Status: record.Actual, Actors: []string{"e1"}, Recipients: []string{"e2"}, Trigger: spans[1], Evidence: rec.Sentences[0], Scale: &scale}}
		return rec, nil, nil
	}, nil
}

// acted is an archive of two years: China and Russia meet more often each half
// year, the United States accuse Russia each month, in May 2032 ten times.
func acted(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	n := 0
	page := func(day, text string) {
		n++
		line, err := json.Marshal(map[string]string{"text": fmt.Sprintf("%s number %d, <b>told</b> & more", text, n), "title": "Act <b>" + fmt.Sprint(n) + "</b>",
			"url": fmt.Sprintf("https://%s.example/%d", []string{"courier", "gazette"}[n%2], n), "published": day})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	for month := range 24 {
		date := func(day int) string { return fmt.Sprintf("%d-%02d-%02d", 2031+month/12, month%12+1, day) }
		for k := range 1 + month/6 {
			page(date(2+7*k), "CHN CONSULT RUS")
		}
		accusations := 1
		if month == 16 {
			accusations = 10
		}
		for k := range accusations {
			page(date(1+2*k), "USA ACCUSE RUS")
		}
		if month%8 == 7 {
			page(date(28), "CHN praises RUS relations that have strong momentum")
		}
	}
	dir := folder(t, map[string]string{"a.jsonl": b.String()})
	db := filepath.Join(t.TempDir(), "acts.db")
	if got := run(t, app{newCode: actCoder}, "ingest", "-q", "--archive", db, dir); got.code != 0 {
		t.Fatalf("ingest: exit %d\n%s", got.code, got.err)
	}
	return db
}

func TestMeasuresOfAnArchive(t *testing.T) {
	db := acted(t)
	for _, tc := range []struct{ args, want string }{
		{"relation CHN RUS", "Trend: rising."},
		{"relation CHN RUS", "INCIDENTS"},
		{"relation CHN RUS --by quarter", "2031-Q1"},
		{"relation USA RUS --by month", "Shock of conflict 2032-05"},
		{"relation USA RUS --directed --measure ACCUSE", "USA"},
		{"relation RUS USA --directed", "No act between the sides"},
		{"relation CHN RUS --since 2031-03 --until 2031-08", "not enough data"},
		{"relation CHN", "60 incidents"},
		{"relation RUS others --norm per-thousand --smooth 3", "SMOOTH"},
		{"relation CHN RUS --to json", `"verdict": "rising"`},
		{"triad CHN USA RUS", "Spearman"},
		{"triad CHN USA RUS --by year", "Not enough data"},
		{"compare CHN:RUS USA:RUS", "rank correlation"},
		{"compare CHN:RUS --with gdelt", "gap"},
		{"network", "Russia"},
		{"network --weight conflict --to csv", "RUS,USA"},
		{"forum", "No act in the archive"},
		{"claims CHN RUS", "momentum"},
		{"claims CHN RUS --to json", `"speaker": "CHN"`},
	} {
		args := append(strings.Fields(tc.args), "--archive", db)
		if got := run(t, app{}, args...); got.code != 0 || !strings.Contains(got.out, tc.want) {
			t.Errorf("%s: exit %d, want %q:\n%s%s", tc.args, got.code, tc.want, got.out, got.err)
		}
	}
}

func TestMeasuresSayWhatIsWrong(t *testing.T) {
	db := acted(t)
	for _, tc := range []struct {
		args string
		code int
		want string
	}{
		{"relation", 2, "SIDE [SIDE]"},
		{"relation Nowhereland", 2, "chancery registry find"},
		{"relation others CHN", 2, "first side"},
		{"relation CHN RUS --by fortnight", 2, "--by"},
		{"relation CHN RUS --norm half", 2, "--norm"},
		{"relation CHN RUS --measure love", 2, "--measure"},
		{"relation CHN RUS --status done", 2, "--status"},
		{"relation CHN RUS --since never", 2, "--since"},
		{"relation CHN RUS --since 2032 --until 2031", 2, "turn them round"},
		{"relation CHN RUS --plot x.pdf", 2, ".svg or .png"},
		{"relation CHN RUS --to xml", 2, "table, json or csv"},
		{"triad CHN RUS", 2, "SIDE SIDE PARTNER"},
		{"triad CHN RUS others", 2, "three named sides"},
		{"compare CHN:RUS", 2, "at least two"},
		{"compare CHN RUS", 2, "colon between"},
		{"compare CHN:RUS --with acled", 2, "--with"},
		{"network --weight love", 2, "--weight"},
		{"network --most 0", 2, "--most"},
		{"forum Nosuch", 1, "chancery forum lists"},
		{"claims CHN --kind lies", 2, "--kind"},
	} {
		args := append(strings.Fields(tc.args), "--archive", db)
		if got := run(t, app{}, args...); got.code != tc.code || !strings.Contains(got.err, tc.want) {
			t.Errorf("%s: exit %d, want %d and %q:\n%s%s", tc.args, got.code, tc.code, tc.want, got.out, got.err)
		}
	}
}

// TestPicturesOfAnArchive: each command draws what its flags ask for.
func TestPicturesOfAnArchive(t *testing.T) {
	db := acted(t)
	dir := t.TempDir()
	for _, tc := range []struct{ args, file, want string }{
		{"relation CHN RUS --plot", "a.svg", "<svg"},
		{"relation CHN RUS --calendar", "b.png", "\x89PNG"},
		{"triad CHN USA RUS --plot", "c.svg", "<svg"},
		{"compare CHN:RUS USA:RUS --plot", "d.svg", "<svg"},
		{"network --plot", "e.svg", "<svg"},
		{"network --heat", "f.svg", "<svg"},
		{"claims CHN RUS --plot", "g.svg", "<svg"},
	} {
		file := filepath.Join(dir, tc.file)
		got := run(t, app{}, append(strings.Fields(tc.args), file, "--archive", db)...)
		data, err := os.ReadFile(file)
		if got.code != 0 || err != nil || !strings.Contains(string(data[:min(len(data), 400)]), tc.want) {
			t.Errorf("%s: exit %d, %v\n%s", tc.args, got.code, err, got.err)
		}
	}
}

// TestNumbersLeadToIncidents: the ids of each period are its incidents, and the
// filter that the table names lists all of them.
func TestNumbersLeadToIncidents(t *testing.T) {
	db := acted(t)
	got := run(t, app{}, "relation", "CHN", "RUS", "--to", "csv", "--archive", db)
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	if err != nil || len(rows) != 25 {
		t.Fatalf("%d rows, %v\n%s", len(rows), err, got.err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var ids []string
	for _, row := range rows[1:] {
		list := strings.Split(row[column["incident_ids"]], ";")
		if fmt.Sprint(len(list)) != row[column["incidents"]] {
			t.Errorf("%v: %d ids", row, len(list))
		}
		ids = append(ids, list...)
	}
	listed := run(t, app{}, "incidents", "party:CHN party:RUS status:actual", "--archive", db, "--to", "csv")
	for _, id := range ids {
		if !strings.Contains(listed.out, id) {
			t.Errorf("%s is not listed", id)
		}
	}
	if n := strings.Count(listed.out, "\n") - 1; n != len(ids) {
		t.Errorf("%d listed, %d counted", n, len(ids))
	}
}

// TestReport: a dossier has each incident once, each link within it leads
// somewhere, and nothing of a page's markup is in it.
func TestReport(t *testing.T) {
	db := acted(t)
	file := filepath.Join(t.TempDir(), "usa-rus.html")
	if got := run(t, app{}, "report", "USA", "RUS", "-o", file, "--archive", db); got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, want := range []string{"<h1>United States – Russia</h1>", "Shock of conflict 2032-05", "<svg", "33 incidents", "https://courier.example/", "Method and completeness"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(page, "<b>") || strings.Contains(page, "<script") {
		t.Error("markup of a page is in the dossier")
	}
	for _, part := range strings.Split(page, `href="#`)[1:] {
		if id, _, _ := strings.Cut(part, `"`); !strings.Contains(page, ` id="`+id+`"`) {
			t.Errorf("#%s leads nowhere", id)
		}
	}
	if n := strings.Count(page, `<li id="i`); n != 33 {
		t.Errorf("%d incidents have a place, want 33", n)
	}
	md := run(t, app{}, "report", "USA", "RUS", "--to", "md", "--archive", db)
	if md.code != 0 || !strings.HasPrefix(md.out, "# United States – Russia") || strings.Contains(md.out, "<b>") {
		t.Errorf("exit %d %s\n%s", md.code, md.err, md.out[:min(300, len(md.out))])
	}
	if got := run(t, app{}, "report", "USA", "RUS", "--to", "pdf", "--archive", db); got.code != 2 || !strings.Contains(got.err, "html or md") {
		t.Errorf("exit %d %s", got.code, got.err)
	}
}

// TestMeasuresOfNothing: an archive without a dated page has answers and pictures
// that say so.
func TestMeasuresOfNothing(t *testing.T) {
	dir := folder(t, map[string]string{"a.jsonl": `{"text":"CHN CONSULT RUS one day"}` + "\n"})
	db := filepath.Join(t.TempDir(), "one.db")
	if got := run(t, app{newCode: actCoder}, "ingest", "-q", "--archive", db, dir); got.code != 0 {
		t.Fatalf("ingest: exit %d\n%s", got.code, got.err)
	}
	for _, tc := range []struct{ args, want string }{
		{"relation CHN RUS --plot", "not enough data"},
		{"relation CHN RUS --calendar", "not enough data"},
		{"triad CHN USA RUS --plot", "Not enough data"},
		{"compare CHN:RUS USA:RUS --plot", "not enough data"},
		{"network --plot", "Not enough data"},
		{"network --heat", "Not enough data"},
		{"claims CHN RUS --plot", "No statement"},
		{"report CHN RUS -o", ""},
	} {
		file := filepath.Join(t.TempDir(), "x.svg")
		if strings.HasPrefix(tc.args, "report") {
			file = filepath.Join(t.TempDir(), "x.html")
		}
		got := run(t, app{}, append(strings.Fields(tc.args), file, "--archive", db)...)
		if data, err := os.ReadFile(file); got.code != 0 || err != nil || len(data) == 0 || !strings.Contains(got.out, tc.want) {
			t.Errorf("%s: exit %d, %v, want %q\n%s%s", tc.args, got.code, err, tc.want, got.out, got.err)
		}
	}
}
