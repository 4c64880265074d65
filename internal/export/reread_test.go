package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// TestTablesReadAgain reads our own tables by encoding/csv and by cutting at tabs:
// each row has all columns, there are as many rows as were told, and no cell of
// text begins a formula.
func TestTablesReadAgain(t *testing.T) {
	for _, of := range []Kind{Events, Incidents, Statements, People, Posts} {
		data, n := written(t, "csv", of)
		byCSV, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		data, n2 := written(t, "tsv", of)
		var byTabs [][]string
		for line := range strings.Lines(string(data)) {
			byTabs = append(byTabs, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
		if len(byCSV) != n+1 || n != n2 {
			t.Errorf("%s: %d rows read, %d and %d told", of, len(byCSV)-1, n, n2)
		}
		for i := range byCSV {
			if !slices.Equal(byCSV[i], byTabs[i]) {
				t.Errorf("%s row %d: %q and %q", of, i, byCSV[i], byTabs[i])
			}
			for k, c := range byCSV[i] {
				if strings.HasPrefix(c, "=") || strings.HasPrefix(c, "@") || strings.HasPrefix(c, "+") {
					t.Errorf("%s row %d column %s: %q begins a formula", of, i, byCSV[0][k], c)
				}
			}
		}
	}
}

// TestLayoutsReadAgain: the layouts of others have their columns, rows and ids.
func TestLayoutsReadAgain(t *testing.T) {
	for _, tc := range []struct {
		format  string
		of      Kind
		columns int
		header  bool
		id      []int // columns that tell rows apart
	}{
		{"gdelt", Incidents, 61, false, []int{0}}, {"gdelt-mentions", Incidents, 16, false, []int{0, 5}}, {"icews", Events, 20, true, []int{0, 1}},
		{"polecat", Events, 40, true, []int{0}}, {"phoenix", Events, 26, false, []int{0}},
	} {
		data, n := written(t, tc.format, tc.of)
		lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		if tc.header {
			lines = lines[1:]
		}
		if len(lines) != n {
			t.Errorf("%s: %d rows, %d told", tc.format, len(lines), n)
		}
		seen := map[string]bool{}
		for _, line := range lines {
			cells := strings.Split(line, "\t")
			if len(cells) != tc.columns {
				t.Errorf("%s has %d columns, want %d: %q", tc.format, len(cells), tc.columns, line)
				continue
			}
			key := ""
			for _, k := range tc.id {
				key += cells[k] + " "
			}
			if seen[key] {
				t.Errorf("%s: the key %s stands twice", tc.format, key)
			}
			seen[key] = true
		}
		if strings.Contains(string(data), `"`) {
			t.Errorf("%s holds quotation marks, which readers take for quotes", tc.format)
		}
	}
}

// TestGDELTCodes: geo countries are FIPS, actor countries CAMEO, codes strings.
func TestGDELTCodes(t *testing.T) {
	data, _ := written(t, "gdelt", Incidents)
	row := strings.Split(strings.SplitN(string(data), "\n", 2)[0], "\t")
	for column, want := range map[int]string{1: "20310502", 5: "TURGOV", 15: "ROMGOV", 17: "ROM", 26: "036", 28: "03", 29: "1", 31: "2", 51: "4", 53: "RO", 59: "20310502053000"} {
		if row[column] != want {
			t.Errorf("column %d is %q, want %q", column, row[column], want)
		}
	}
}

func TestParquet(t *testing.T) {
	data, n := written(t, "parquet", Events)
	got, err := parquet.Read[eventRow](bytes.NewReader(data), int64(len(data)))
	if err != nil || len(got) != n || n != len(sampleEvents()) {
		t.Fatalf("%d rows, %d told: %v", len(got), n, err)
	}
	first := got[0]
	day := time.Unix(int64(*first.Start)*86400, 0).UTC().Format("2006-01-02")
	if day != "2031-05-14" || first.CAMEO != "042" || first.Recipients[1].Code != "EUR" || !first.Recipients[1].Inferred || first.Killed != nil {
		t.Errorf("first row %+v on %s", first, day)
	}
	if k := got[1].Killed; k == nil || *k != 0 || got[1].Evidence != sampleEvents()[1].Evidence {
		t.Errorf("second row %+v", got[1])
	}
	if got[2].Latitude != nil || len(got[2].Actors) != 2 || len(got[2].Modes) != 0 {
		t.Errorf("third row %+v", got[2])
	}
	for _, of := range []Kind{Incidents, Statements, People, Posts} {
		data, n := written(t, "parquet", of)
		f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
		if err != nil || f.NumRows() != int64(n) {
			t.Errorf("%s: %v", of, err)
		}
	}
}

// TestJSONReadAgain: GeoJSON and annotations are JSON, and lines of PLOVER are.
func TestJSONReadAgain(t *testing.T) {
	for _, tc := range []struct {
		format, list string
		of           Kind
	}{{"geojson", "features", Events}, {"geojson", "features", Incidents}, {"annotations", "items", Events}, {"annotations", "items", Statements}} {
		data, n := written(t, tc.format, tc.of)
		var got map[string]any
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatalf("%s: %v", tc.format, err)
		}
		if list, ok := got[tc.list].([]any); !ok || len(list) != n {
			t.Errorf("%s of %s: %d in %s, %d told", tc.format, tc.of, len(list), tc.list, n)
		}
	}
	data, n := written(t, "plover", Events)
	lines := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	for _, line := range lines {
		var got struct {
			ID, Date, Event string
			Actor           []struct{}
		}
		if err := json.Unmarshal(line, &got); err != nil || got.ID == "" || got.Date == "" || got.Event == "" {
			t.Errorf("%s: %v", line, err)
		}
	}
	if len(lines) != n {
		t.Errorf("%d lines, %d told", len(lines), n)
	}
	if bytes.Contains(data, []byte("marched")) {
		t.Error("words of the page are in, which Options.Words did not allow")
	}
}

// TestXMLReadAgain: the graphs are well-formed, and have as many edges as told.
func TestXMLReadAgain(t *testing.T) {
	for _, format := range []string{"graphml", "gexf"} {
		data, n := written(t, format, Events)
		d := xml.NewDecoder(bytes.NewReader(data))
		edges, nodes := 0, map[string]bool{}
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			for _, a := range start.Attr {
				switch {
				case start.Name.Local == "node" && a.Name.Local == "id":
					nodes[a.Value] = true
				case start.Name.Local == "edge" && (a.Name.Local == "source" || a.Name.Local == "target") && !nodes[a.Value]:
					t.Errorf("%s: an edge names %q, which is no node", format, a.Value)
				}
			}
			if start.Name.Local == "edge" {
				edges++
			}
		}
		if edges != n {
			t.Errorf("%s: %d edges, %d told", format, edges, n)
		}
	}
}

// calendarLines unfolds a calendar and checks the form of each line.
func calendarLines(t *testing.T, data string) []string {
	t.Helper()
	if !strings.HasSuffix(data, "\r\n") || strings.Contains(strings.ReplaceAll(data, "\r\n", ""), "\n") {
		t.Fatalf("lines do not end in CR LF: %q", data)
	}
	var out []string
	for _, line := range strings.Split(strings.TrimSuffix(data, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%d octets, or a cut character: %q", len(line), line)
		}
		if rest, folded := strings.CutPrefix(line, " "); folded {
			out[len(out)-1] += rest
			continue
		}
		out = append(out, line)
	}
	return out
}

func TestCalendar(t *testing.T) {
	i := sampleIncidents()[0]
	i.Recipients[0].Name = strings.Repeat("Vântu, the ünder; secretary \\ of 漢字 ", 9)
	for _, tc := range []struct {
		outcome string
		status  record.Status
		want    string
	}{
		{"", record.Planned, "TENTATIVE"}, {"held", record.Actual, "CONFIRMED"}, {"cancelled", record.Planned, "CANCELLED"}, {"postponed", record.Planned, "TENTATIVE"}, {"", record.Denied, "CANCELLED"},
	} {
		i.Outcome, i.Status = tc.outcome, tc.status
		var out buffer
		n, err := ICalendar(&out, Set{Incidents: Slice([]archive.Incident{i})}, options())
		if err != nil || n.Rows != 1 || n.Items != 1 {
			t.Fatal(n, err)
		}
		lines := calendarLines(t, string(out))
		for _, want := range []string{"STATUS:" + tc.want, "UID:chancery-" + i.ID + "@chancery.invalid", "DTSTART;VALUE=DATE:20310514", "DTEND;VALUE=DATE:20310516", "SEQUENCE:0"} {
			if !slices.Contains(lines, want) {
				t.Errorf("%s %s: no line %q in %q", tc.outcome, tc.status, want, lines)
			}
		}
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, `Vântu\, the ünder\; secretary \\ of 漢字`) }) {
			t.Errorf("the summary is lost: %q", lines)
		}
	}
}

// TestToldStatus: no layout without status tells what did not happen.
func TestToldStatus(t *testing.T) {
	for _, tc := range []struct {
		code, typ string
		status    record.Status
		dated     bool
		want      string
	}{
		{"042", "CONSULT", record.Actual, false, "042"}, {"042", "CONSULT", record.Planned, true, "036"}, {"", "AID", record.Planned, true, "033"},
		{"", "AGREE", record.Planned, true, "030"}, {"190", "ASSAULT", record.Planned, true, ""}, {"042", "CONSULT", record.Denied, true, ""},
		{"042", "CONSULT", record.Hypothetical, true, ""}, {"042", "CONSULT", record.Historical, false, ""}, {"042", "CONSULT", record.Historical, true, "042"},
		{"", "CONSULT", record.Actual, true, "040"}, {"", "NOTHING", record.Actual, true, ""},
	} {
		got, ok := told(tc.code, tc.typ, nil, tc.status, tc.dated)
		if got != tc.want || ok != (tc.want != "") {
			t.Errorf("%s %s %s: %q, %v; want %q", tc.code, tc.typ, tc.status, got, ok, tc.want)
		}
	}
}

func TestPairs(t *testing.T) {
	party := func(names ...string) (out []archive.Party) {
		for _, n := range names {
			out = append(out, archive.Party{Name: n})
		}
		return out
	}
	for _, tc := range []struct{ actors, recipients, want string }{
		{"a b", "c d", "a-c a-d b-c b-d"}, {"a b c", "", "a-b a-c b-c"}, {"a", "", "a-"}, {"", "c d", "-c -d"}, {"", "", "-"}, {"a a", "a b", "a-b"}, {"a", "a", "a-"},
	} {
		var got []string
		for _, p := range pairs(party(strings.Fields(tc.actors)...), party(strings.Fields(tc.recipients)...)) {
			got = append(got, name(p.actor)+"-"+name(p.recipient))
		}
		if s := strings.Join(got, " "); s != tc.want {
			t.Errorf("%s | %s: %s, want %s", tc.actors, tc.recipients, s, tc.want)
		}
	}
}

func TestFileNames(t *testing.T) {
	for in, want := range map[string]string{
		"Ann Lee": "Ann Lee", "../../etc/passwd": "etc passwd", "CON": "_CON", "nul.txt": "_nul.txt", "": "_", "...": "_", `a/b\c:d*e?"f<g>|h`: "a b c d e f g h",
		"[[x]] #tag ^y": "x tag y", "tab\tnew\nline\x00": "tab new line", strings.Repeat("é", 100): strings.Repeat("é", 60),
	} {
		if got := fileName(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	v := &vault{taken: map[string]bool{}}
	if a, b := v.file("people", "Ann Lee", "1"), v.file("people", "ANN LEE", "2"); strings.EqualFold(a, b) {
		t.Errorf("two notes in one file: %s", a)
	}
}

// TestDocumented: docs/exports.md has a row for each format and for each column
// of our own tables.
func TestDocumented(t *testing.T) {
	data, err := os.ReadFile("../../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, f := range Formats() {
		if want := fmt.Sprintf("| `%s` | `%s` |", f.Name, f.Extension); !strings.Contains(page, want) {
			t.Errorf("docs/exports.md has no row %s", want)
		}
	}
	check := func(table, name, gist string) {
		if want := fmt.Sprintf("| `%s` | %s |", name, gist); !strings.Contains(page, want) {
			t.Errorf("docs/exports.md, %s: no row %s", table, want)
		}
	}
	for _, c := range EventColumns() {
		check("events", c.Name, c.Gist)
	}
	for _, c := range IncidentColumns() {
		check("incidents", c.Name, c.Gist)
	}
	for _, c := range StatementColumns() {
		check("statements", c.Name, c.Gist)
	}
	for _, c := range PersonColumns() {
		check("people", c.Name, c.Gist)
	}
	for _, c := range PostColumns() {
		check("posts", c.Name, c.Gist)
	}
}

// FuzzCells: whatever a page holds, rows stay rows and calendars calendars.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"=1+1", "a\tb\r\nc", "\u2028\x00\xff", "＝x", `"q"`, "|", "]]>", "漢字 \\;,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := safe(s); strings.ContainsAny(got, "\t\r\n") || got != "" && strings.ContainsAny(got[:1], "=+-@") || !utf8.ValidString(got) {
			t.Fatalf("%q becomes %q", s, got)
		}
		if got := fileName(s); got == "" || len(got) > maxName+1 || strings.ContainsAny(got, `/\:*?"<>|`) || strings.HasPrefix(got, ".") || !utf8.ValidString(got) {
			t.Fatalf("%q becomes the file %q", s, got)
		}
		i := sampleIncidents()[0]
		i.Actors[0].Name, i.Place.Name = s, s
		e := sampleEvents()[:1]
		e[0].Actors[0].Name, e[0].Evidence, e[0].Outlet, e[0].URL = s, s, s, s
		var cal, geo, graph, table buffer
		if _, err := ICalendar(&cal, Set{Incidents: Slice([]archive.Incident{i})}, options()); err != nil {
			t.Fatal(err)
		}
		for _, line := range calendarLines(t, string(cal)) {
			if !strings.Contains(line, ":") {
				t.Fatalf("%q gives the line %q", s, line)
			}
		}
		if _, err := GeoJSON(&geo, Set{Events: Slice(e)}, options()); err != nil || !json.Valid(geo) {
			t.Fatalf("%q gives %s: %v", s, geo, err)
		}
		if _, err := GEXF(&graph, Set{Events: Slice(e)}, options()); err != nil || xml.Unmarshal(graph, new(struct{})) != nil {
			t.Fatalf("%q gives %s: %v", s, graph, err)
		}
		if _, err := POLECAT(&table, Set{Events: Slice(e)}, options()); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(table)) {
			if n := strings.Count(line, "\t"); n != 39 {
				t.Fatalf("%q gives %d columns: %q", s, n+1, line)
			}
		}
	})
}

// TestCategories: every code that an event can have has a score and a name.
func TestCategories(t *testing.T) {
	for _, kind := range ontology.Types() {
		for _, m := range append(kind.Modes(), ontology.NoMode) {
			code := ontology.CAMEO(kind, m)
			if c, ok := categories()[code]; !ok || c.name == "" || c.goldstein < -10 || c.goldstein > 10 {
				t.Errorf("%s %s: code %s has %+v", kind, m, code, c)
			}
			if got := quadClass(code); got < "1" || got > "4" {
				t.Errorf("%s: quad class %q", code, got)
			}
		}
	}
	if goldstein("0429") != "1.9" || goldstein("99") != "" || quadClass("14") != "4" || quadClass("13") != "3" || quadClass("06") != "2" {
		t.Error("codes are looked up wrongly")
	}
}
