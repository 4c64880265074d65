package store

import "testing"

// TestIntervals: what is asked for under one key by documents of two times is not
// one interval with all between.
func TestIntervals(t *testing.T) {
	l := intervals{{from: 20240301, to: 20240410}, {from: 19990101, to: 19990301}, {from: 20240401, to: 20240520}, {from: 19990215, to: 19990220}}.united()
	if len(l) != 2 || l[0].from != 19990101 || l[0].to != 19990301 || l[1].from != 20240301 || l[1].to != 20240520 {
		t.Fatalf("united to %d intervals: %+v %+v", len(l), l[0], l[1])
	}
	for _, tc := range []struct {
		from, to int64
		there    bool
	}{{20240305, 20240515, true}, {19990101, 19990301, true}, {19990301, 20240301, false}, {20100101, 20100102, false}, {20240501, 20240521, false}} {
		if p := l.covering(tc.from, tc.to); (p != nil) != tc.there {
			t.Errorf("%d to %d is covered: %t", tc.from, tc.to, p != nil)
		}
	}
	if l.add(dayItem{20100101, 1}) || !l.add(dayItem{20240520, 2}) || !l.add(dayItem{19990101, 3}) || len(l[0].rows) != 1 || len(l[1].rows) != 1 {
		t.Errorf("%+v %+v", l[0].rows, l[1].rows)
	}
}
