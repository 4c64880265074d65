package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"chancery/internal/stage/serve/agreement"
)

// Two reviewers on the events of an archive: too few for a coefficient, unless it
// is asked for.
func TestReviewAgreement(t *testing.T) {
	db := kept(t)
	keys := []string{}
	for line := range strings.Lines(run(t, app{}, "events", "--archive", db, "--to", "jsonl").out) {
		var e struct{ Key string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, e.Key)
	}
	if got := run(t, app{}, "review", "agreement", "--archive", db, "--to", "table"); got.code != 0 || !strings.Contains(got.out, "No event has decisions of two") {
		t.Errorf("exit %d: %s", got.code, got.out)
	}
	for i, key := range keys {
		for _, by := range []string{"ada", "bob"} {
			verdict := "accept"
			if i == 0 && by == "bob" {
				verdict = "reject"
			}
			if got := run(t, app{}, "review", verdict, key, "--by", by, "--archive", db); got.code != 0 {
				t.Fatalf("exit %d: %s", got.code, got.err)
			}
		}
	}
	var r agreement.Report
	got := run(t, app{}, "review", "agreement", "--archive", db, "--to", "json")
	if err := json.Unmarshal([]byte(got.out), &r); err != nil || r.Events != 3 || r.Decisions != 6 || r.Fields[0].Same != 2 || r.Fields[0].Why != "too few" || r.Fields[1].Events != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	got = run(t, app{}, "review", "agreement", "--archive", db, "--to", "csv", "--least", "2")
	want := "field,between,events,pairs,same,coefficient,value,low,high\nverdict,all,3,3,2,alpha,0.00,"
	if got.code != 0 || !strings.HasPrefix(got.out, want) || !strings.Contains(got.out, "\ntype,all,2,2,2,alpha,no variation,,\n") || !strings.Contains(got.out, "\nverdict,\"ada, bob\",3,3,2,kappa,0.00,,\n") {
		t.Errorf("exit %d\n%s", got.code, got.out)
	}
	for _, least := range []string{"1", "x"} {
		if got := run(t, app{}, "review", "agreement", "--archive", db, "--least", least); got.code != 2 {
			t.Errorf("--least %s: %s", least, fmt.Sprint(got.code))
		}
	}
}
