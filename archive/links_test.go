package archive_test

import (
	"testing"

	"chancery/archive"
)

func TestPrintedApart(t *testing.T) {
	for _, tc := range []struct {
		a, b  string
		apart bool
	}{
		{"2031-03-01", "2031-03-29", false},
		{"2031-03-01", "2031-03-30", true},
		{"2031-03-30T23:59:00Z", "2031-03-01", true},
		{"2030-12-20", "2031-01-17", false},
		{"2030-12-20", "2031-01-18", true},
		{"2031-02-30", "2031-03-02", false}, // the second of March
		{"2031-01-31", "2031-02-31", true},  // the third of March
		{"", "2031-03-01", false},
		{"2031", "2035-03-01", false},
		{"2031-13-01", "2035-03-01", false},
		{"March 3, 2031", "2035-03-01", false},
	} {
		if archive.PrintedApart(tc.a, tc.b) != tc.apart || archive.PrintedApart(tc.b, tc.a) != tc.apart {
			t.Errorf("%q and %q: apart is not %t", tc.a, tc.b, tc.apart)
		}
	}
}
