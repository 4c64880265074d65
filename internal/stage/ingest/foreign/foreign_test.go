package foreign

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/record"
)

// gdeltLine is a line of 61, 58 or 57 columns about invented states.
func gdeltLine(columns int) string {
	c := make([]string, columns)
	c[0], c[1], c[2], c[3], c[4] = "900000001", "20410304", "204103", "2041", "2041.1753"
	c[5], c[6], c[7], c[12] = "XAVGOV", "AVERNIA", "XAV", "GOV"
	c[15], c[16], c[17] = "XBE", "BELMORIA", "XBE"
	c[25], c[26], c[27], c[28], c[29], c[30], c[31], c[34] = "1", "040", "040", "04", "1", "1.0", "6", "-2.5"
	place, width := 51, 8
	if columns < 61 {
		place, width = 49, 7
	}
	c[place], c[place+1], c[place+2], c[place+width-3], c[place+width-2] = "4", "Port Calder, Avernia", "AV", "12.5", "-40.25"
	c[place+width] = "20410304101500"
	if columns != 57 {
		c[columns-1] = "https://courier.example/a"
	}
	return strings.Join(c, "\t")
}

const polecatHeader = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion"

const polecatLine = "X20410304-1\t2041-03-04\tCONSULT\tvisit\t1.5\tVERBAL COOPERATION\tdiplomatic;economic\tLena Korda\tXAV\tNone\tGOV\tGOV;LEG\tforeign minister\tKorda\tNone\tNone\tXBE\tNone\tNone\tNone\tNone\tBelmoria\tNone\tNone\tBelmor\tNone\tNone\tXBE\t10.5\t20\tNone\tNone\tPPLC\tThe Courier\t2041-03-05\tNone\tNone\tNone\ten\tv1"

const icewsHeader = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"

const icewsLine = "77\t2041-03-04\tLena Korda\tGovernment,Foreign Ministry\tAvernia\tConsult\t040\t1\tBelmoria\tNA\tBelmoria\t5\t2\tCourier\tBelmor\tNA\tNA\tBelmoria\t10.5\t20"

func readAll(t testing.TB, raw []byte, set archive.ForeignSet) (events []archive.Foreign, diagnostics []string, err error) {
	t.Helper()
	for item, failed := range Read("f", bytes.NewReader(raw), set) {
		if failed != nil {
			return events, diagnostics, failed
		}
		if item.OK {
			events = append(events, item.Event)
		}
		for _, d := range item.Diagnostics {
			diagnostics = append(diagnostics, d.Document+" "+d.Code)
		}
	}
	return events, diagnostics, nil
}

func show(e archive.Foreign) string {
	s := fmt.Sprintf("%s %s %s|%s %v %v %s %d", e.Set, e.ID, e.Day, e.Type, e.Modes, e.Contexts, e.CAMEO, e.Quad)
	for _, f := range []*float64{e.Intensity, e.Latitude, e.Longitude} {
		if f != nil {
			s += fmt.Sprintf(" %v", *f)
		} else {
			s += " -"
		}
	}
	return s + fmt.Sprintf("|%v|%v|%s %s|%s %s %s %d %d %s|%d", e.Actor, e.Recipient, e.Place, e.PlaceCode, e.URL, e.Publisher, e.Published, e.Mentions, e.Sentence, e.Text, e.Line)
}

func TestSets(t *testing.T) {
	gdeltRest := "|{AVERNIA XAVGOV XAV [GOV] }|{BELMORIA XBE XBE [] }|Port Calder, Avernia AV|%s  2041-03-04 6 0 |1"
	for _, c := range []struct{ what, raw, want string }{
		{"GDELT 2.0", gdeltLine(61), "gdelt2 900000001 2041-03-04| [] [] 040 1 1 12.5 -40.25" + fmt.Sprintf(gdeltRest, "https://courier.example/a")},
		{"GDELT 1.0 daily", gdeltLine(58), "gdelt1 900000001 2041-03-04| [] [] 040 1 1 12.5 -40.25" + fmt.Sprintf(gdeltRest, "https://courier.example/a")},
		{"GDELT 1.0 backfile", gdeltLine(57), "gdelt1 900000001 2041-03-04| [] [] 040 1 1 12.5 -40.25" + fmt.Sprintf(gdeltRest, "")},
		{"POLECAT", polecatHeader + "\n" + polecatLine + "\n", "polecat X20410304-1 2041-03-04|CONSULT [visit] [diplomatic economic]  1 1.5 10.5 20|{Lena Korda  XAV [GOV LEG] foreign minister}|{Belmoria  XBE [] }|Belmor XBE| The Courier 2041-03-05 0 0 |2"},
		{"POLECAT with other names, more columns and a tab at the end", strings.Replace("Headline\t"+polecatHeader, "\tIntensity", "\tEvent Intensity", 1) + "\t\r\nTalks\t" + polecatLine + "\t\r\n", "polecat X20410304-1 2041-03-04|CONSULT [visit] [diplomatic economic]  1 1.5 10.5 20|{Lena Korda  XAV [GOV LEG] foreign minister}|{Belmoria  XBE [] }|Belmor XBE| The Courier 2041-03-05 0 0 |2"},
		{"ICEWS", "\uFEFF" + icewsHeader + "\n" + icewsLine, "icews 77 2041-03-04| [] [] 040 0 1 10.5 20|{Lena Korda  Avernia [Government Foreign Ministry] }|{Belmoria  Belmoria [] }|Belmor Belmoria| Courier  0 2 Consult|2"},
	} {
		for how, raw := range map[string][]byte{"plain": []byte(c.raw), "zip": zipped(t, c.raw), "gzip": gzipped(t, c.raw)} {
			events, diagnostics, err := readAll(t, raw, "")
			if err != nil || len(events) != 1 || len(diagnostics) > 0 || show(events[0]) != c.want {
				t.Errorf("%s, %s: %v, %v", c.what, how, diagnostics, err)
				for _, e := range events {
					t.Errorf("%s\n%s", show(e), c.want)
				}
			}
		}
	}
}

func zipped(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("20410304.export.CSV")
	if err == nil {
		_, err = w.Write([]byte(s))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A bad line is a diagnostic with its number; the others are read.
func TestBadLines(t *testing.T) {
	good := gdeltLine(61)
	cell := func(i int, s string) string {
		c := strings.Split(good, "\t")
		c[i] = s
		return strings.Join(c, "\t")
	}
	for _, c := range []struct {
		what, bad string
		events    int
		want      string
	}{
		{"too few columns", "1\t20410304", 2, "[f:2 foreign-line-invalid]"},
		{"no day", cell(1, "20411304"), 2, "[f:2 foreign-line-invalid]"},
		{"no id", cell(0, "x"), 2, "[f:2 foreign-line-invalid]"},
		{"no event code", cell(26, "---"), 2, "[f:2 foreign-line-invalid]"},
		{"a bad byte", cell(6, "AVERN\xFFIA"), 3, "[f:2 encoding-repaired]"},
		{"an empty line", "", 2, "[]"},
		{"too long a line", strings.Repeat("x", maxLine+10), 2, "[f:2 foreign-line-invalid]"},
		{"numbers out of range", strings.Replace(cell(30, "1e9"), "12.5", "123.5", 1), 3, "[]"},
		{"not a number", cell(30, "NaN"), 3, "[]"},
	} {
		events, diagnostics, err := readAll(t, []byte(good+"\n"+c.bad+"\n"+good+"\n"), archive.GDELT2)
		if err != nil || len(events) != c.events || fmt.Sprint(diagnostics) != c.want {
			t.Errorf("%s: %d events, %v, %v", c.what, len(events), diagnostics, err)
		}
		if c.what == "numbers out of range" && (events[1].Intensity != nil || events[1].Latitude != nil || events[1].Longitude != nil) {
			t.Errorf("%s: %s", c.what, show(events[1]))
		}
	}
	if _, _, err := readAll(t, []byte("a,b,c\n1,2,3\n"), ""); err == nil || !strings.Contains(err.Error(), "no set that can be read") {
		t.Errorf("an unknown file: %v", err)
	}
	if _, _, err := readAll(t, []byte(good), archive.ICEWS); err == nil || !strings.Contains(err.Error(), "it is gdelt2, not icews") {
		t.Errorf("another set: %v", err)
	}
}

// Whatever the bytes: each line gives an event or a diagnostic at most once, in
// order, and events have an id, a day and a type.
func FuzzRead(f *testing.F) {
	f.Add([]byte(gdeltLine(61) + "\n" + gdeltLine(61)))
	f.Add([]byte(gdeltLine(57)))
	f.Add([]byte(polecatHeader + "\n" + polecatLine))
	f.Add([]byte(icewsHeader + "\n" + icewsLine))
	f.Add(zipped(f, gdeltLine(58)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		last := 0
		for item, err := range Read("f", bytes.NewReader(raw), "") {
			if err != nil {
				return
			}
			failed := slices.ContainsFunc(item.Diagnostics, func(d record.Diagnostic) bool { return d.Code == record.ForeignLine })
			if item.OK == failed {
				t.Fatalf("neither event nor diagnostic, or both: %+v", item)
			}
			e := item.Event
			if item.OK && (e.ID == "" || len(e.Day) != 10 || e.Type == "" && e.CAMEO == "") {
				t.Fatalf("%+v", e)
			}
			if bytes.HasPrefix(raw, []byte("PK")) {
				continue // several files count their lines apart
			}
			if item.OK && e.Line <= last {
				t.Fatalf("line %d behind %d", e.Line, last)
			}
			last = max(last, e.Line)
		}
		if !bytes.HasPrefix(raw, []byte("PK")) && !bytes.HasPrefix(raw, []byte("\x1F\x8B")) && last > bytes.Count(raw, []byte("\n"))+1 {
			t.Fatalf("line %d of %d", last, bytes.Count(raw, []byte("\n"))+1)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	raw := []byte(strings.Repeat(gdeltLine(61)+"\n", 1000))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		for _, err := range Read("f", bytes.NewReader(raw), "") {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
