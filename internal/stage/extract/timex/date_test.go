package timex

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestDateAgreesWithTime holds the calendar against the standard library's.
func TestDateAgreesWithTime(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		y, m, d := r.IntN(4000)-200, r.IntN(40)-12, r.IntN(80)-20
		want := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		got := NewDate(y, m, d)
		if got != civil(want) {
			t.Fatalf("NewDate(%d, %d, %d) = %v, want %v", y, m, d, got, want)
		}
		if w := (int(want.Weekday())+6)%7 + 1; got.Weekday() != w {
			t.Fatalf("%v is weekday %d, want %d", got, got.Weekday(), w)
		}
		n := r.IntN(200_000) - 100_000
		if later := got.AddDays(n); later != civil(want.AddDate(0, 0, n)) || later.Since(got) != n {
			t.Fatalf("%v + %d days = %v", got, n, later)
		}
		if !got.Valid() {
			t.Fatalf("%v is not valid", got)
		}
		if got.Year > 0 {
			if s := got.String(); s != want.Format("2006-01-02") {
				t.Fatalf("String gives %q, want %q", s, want.Format("2006-01-02"))
			}
			if back, ok := ParseDate(got.String()); ok != (got.Year >= 0) || ok && back != got {
				t.Fatalf("%v parses as %v", got, back)
			}
		}
	}
}

func civil(t time.Time) Date { return Date{int32(t.Year()), int8(t.Month()), int8(t.Day())} }

func TestDateOrderAndMonths(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50_000 {
		a, b := NewDate(1500+r.IntN(900), 1, 1+r.IntN(800)), NewDate(1500+r.IntN(900), 1, 1+r.IntN(800))
		if n := a.Since(b); n > 0 != a.After(b) || n < 0 != a.Before(b) || n == 0 != (a == b) {
			t.Fatalf("%v and %v lie %d days apart and compare as %d", a, b, n, a.Compare(b))
		}
		n := r.IntN(1000) - 500
		m := a.AddMonths(n)
		if !m.Valid() || (int(m.Year)-int(a.Year))*12+int(m.Month)-int(a.Month) != n || m.Day > a.Day {
			t.Fatalf("%v + %d months = %v", a, n, m)
		}
	}
	if got := (Date{2024, 1, 31}).AddMonths(1); got != (Date{2024, 2, 29}) {
		t.Errorf("a month after 31 January 2024 is %v", got)
	}
}

func TestParseDate(t *testing.T) {
	for s, want := range map[string]string{
		"2023-05-22": "2023-05-22", "2023-05-22T10:00:00Z": "2023-05-22", "2023-05": "2023-05-01", "2023": "2023-01-01",
		"0347": "0347-01-01", "": "", "May 22": "", "2023-02-30": "", "2023-13": "", "20230522": "2023-01-01",
	} {
		d, ok := ParseDate(s)
		if ok != (want != "") || ok && d.String() != want {
			t.Errorf("ParseDate(%q) = %v, %v; want %q", s, d, ok, want)
		}
	}
	if got := (Date{-43, 3, 15}).String(); got != "-0044-03-15" {
		t.Errorf("the Ides of March are %q", got)
	}
}

func TestFeasts(t *testing.T) {
	for rule, want := range map[string]string{
		"easter+0": "2024-03-31", "easter-2": "2024-03-29", "11:4:4": "2024-11-28", "9:1:1": "2024-09-02",
		"5:1:-1": "2024-05-27", "12-25": "2024-12-25",
	} {
		f, err := parseFeast(rule)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.in(2024).String(); got != want {
			t.Errorf("%s in 2024 is %s, want %s", rule, got, want)
		}
	}
	for _, bad := range []string{"", "13-1", "2-30", "1:2", "easter", "1:9:99:1", "x-y"} {
		if _, err := parseFeast(bad); err == nil {
			t.Errorf("parseFeast(%q) is no error", bad)
		}
	}
	for year, want := range map[int]string{2000: "2000-04-23", 2019: "2019-04-21", 2023: "2023-04-09", 2025: "2025-04-20", 1961: "1961-04-02"} {
		if got := easter(year).String(); got != want {
			t.Errorf("Easter %d is %s, want %s", year, got, want)
		}
	}
}
