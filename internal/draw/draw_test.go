package draw

import (
	"bytes"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var nan = math.NaN()

func months(n int) (out []time.Time) {
	for i := range n + 1 {
		out = append(out, time.Date(2031, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC))
	}
	return out
}

// samples are pictures with gaps, ties, one value and none.
func samples() map[string]func(io.Writer, string) error {
	chart := &Chart{Title: "Oranda – Vessin: net cooperation", Axis: "PLOVER score", Starts: months(12), Zero: true,
		Gaps: []bool{3: true, 4: true, 11: false},
		Lines: []Line{
			{Name: "net", Values: []float64{2, 3, 5, nan, nan, 4, -2, -6, -3, 1, 2, 3}, Low: []float64{1, 2, 3, nan, nan, 2, -4, -9, -5, 0, 1, 1}, High: []float64{3, 5, 8, nan, nan, 6, 0, -3, -1, 3, 4, 5}},
			{Name: "trend", Values: []float64{3, 2.8, 2.6, 2.4, 2.2, 2, 1.8, 1.6, 1.4, 1.2, 1, .8}, Dashed: true},
		},
		Marks: []Mark{{At: time.Date(2031, 7, 10, 0, 0, 0, 0, time.UTC), Words: "change"}}}
	heat := &Heat{Title: "Net by pair and month", Rows: []string{"ORA–VES", "ORA–MIR", "VES–MIR"}, Columns: []string{"2031-01", "2031-02", "2031-03", "2031-04"},
		Values: [][]float64{{3, -2, 0, nan}, {1, 1, 9, -9}, {nan, nan, 0, 1}}, Signed: true}
	days := make([]float64, 90)
	for i := range days {
		switch {
		case i%13 == 0:
			days[i] = float64(1 + i%3)
		case i > 40 && i < 50:
			days[i] = nan
		}
	}
	calendar := &Calendar{Title: "Contacts", From: time.Date(2031, 1, 10, 0, 0, 0, 0, time.UTC), Days: days}
	net := &Network{Title: "Who meets whom", Nodes: []Node{{"Oranda", 0, 9}, {"Vessin", 0, 4}, {"Mirland", 1, 2}, {"Tarsk", 1, 0}},
		Links: []Link{{0, 1, 6}, {0, 2, -3}, {1, 2, 1}}}
	return map[string]func(io.Writer, string) error{
		"chart": chart.Write, "heat": heat.Write, "calendar": calendar.Write, "network": net.Write,
		"empty-chart": (&Chart{Title: "Nothing"}).Write, "unknown": (&Chart{Starts: months(2), Gaps: []bool{true, true}, Lines: []Line{{Values: []float64{nan, nan}}}}).Write,
		"one":        (&Chart{Starts: months(1), Lines: []Line{{Name: "one", Values: []float64{3}, Low: []float64{3}, High: []float64{3}}}}).Write,
		"empty-heat": (&Heat{}).Write, "empty-calendar": (&Calendar{}).Write, "empty-network": (&Network{}).Write,
		"lone-node": (&Network{Nodes: []Node{{"Oranda", 0, 0}}}).Write,
	}
}

// TestPictures draws all samples; with CHANCERY_PLOTS they are kept there to be
// looked at.
func TestPictures(t *testing.T) {
	for name, write := range samples() {
		for _, format := range Formats() {
			var one, two bytes.Buffer
			if err := write(&one, format); err != nil {
				t.Errorf("%s.%s: %v", name, format, err)
				continue
			}
			if err := write(&two, format); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
				t.Errorf("%s.%s is not the same twice (%v)", name, format, err)
			}
			if _, err := png.Decode(bytes.NewReader(one.Bytes())); format == "png" && err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if format == "svg" && !strings.Contains(one.String(), "</svg>") {
				t.Errorf("%s: no svg", name)
			}
			if dir := os.Getenv("CHANCERY_PLOTS"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, name+"."+format), one.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestUnknownIsNoZero(t *testing.T) {
	var unknown, zero bytes.Buffer
	h := Heat{Rows: []string{"a"}, Columns: []string{"1"}, Values: [][]float64{{nan}}}
	if err := h.Write(&unknown, "svg"); err != nil {
		t.Fatal(err)
	}
	h.Values[0][0] = 0
	if err := h.Write(&zero, "svg"); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(unknown.Bytes(), zero.Bytes()) {
		t.Error("an unknown cell looks like a zero")
	}
	if got := runs([]float64{1, nan, 2, 3}, 4); len(got) != 2 || got[1] != [2]int{2, 4} {
		t.Errorf("lines run over what is unknown: %v", got)
	}
}

func TestFormatOf(t *testing.T) {
	if f, err := FormatOf("a/b.SVG"); f != "svg" || err != nil {
		t.Errorf("%s, %v", f, err)
	}
	if _, err := FormatOf("a.jpg"); err == nil {
		t.Error("a.jpg is taken")
	}
}
