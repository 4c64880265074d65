package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"chancery"
	"chancery/internal/pipeline"
	"chancery/record"
)

// kept is an archive with three pages, two of them copies of one text.
func kept(t *testing.T, more ...string) (db string) {
	t.Helper()
	dir := folder(t, map[string]string{"a.jsonl": `{"text":"Aid came to Vessin on Monday.","title":"Aid","url":"https://courier.example/1","published":"2031-03-04"}
{"text":"Ships left Oranda.","title":"Ships","url":"https://gazette.example/2","published":"2031-03-06"}
{"text":"Rice went to Oranda.","title":"Rice","url":"https://courier.example/3","published":"2031-03-07"}
`})
	db = filepath.Join(t.TempDir(), "news.db")
	args := append([]string{"ingest", "-q", "--archive", db, dir}, more...)
	if got := run(t, app{}, args...); got.code != 0 {
		t.Fatalf("ingest: exit %d\n%s", got.code, got.err)
	}
	return db
}

func TestListsOfAnArchive(t *testing.T) {
	db := kept(t, "--keep-text")
	for _, tc := range []struct {
		args string
		rows int
		want string
	}{
		{"events", 3, `"type":"AID"`},
		{"events since:2031-03-06", 2, "gazette.example"},
		{"events --limit 1", 1, "2031-03-07"},
		{"events --oldest --limit 1", 1, "2031-03-04"},
		{"events --to csv outlet:gazette*", 2, "outlet"},
		{"events --to csv text:ships", 2, "Ships"},
		{"incidents", 3, `"reports":1`},
		{"incidents reports:>1", 0, ""},
		{"statements", 0, ""},
		{"posts arkan", 0, ""},
		{"people", 0, ""},
		{"agenda", 0, ""},
		{"coverage", 8, `"gap":true`},
		{"coverage --to table", 9, "gap"},
		{"search oranda", 2, "Rice went"},
		{"search oranda --limit 1", 1, "Rice went"},
		{"review queue", 3, `"key"`},
	} {
		args := append(strings.Fields(tc.args), "--archive", db)
		got := run(t, app{}, args...)
		if n := strings.Count(got.out, "\n"); got.code != 0 || n != tc.rows || !strings.Contains(got.out, tc.want) {
			t.Errorf("%s: exit %d, %d rows, want %d and %q:\n%s%s", tc.args, got.code, n, tc.rows, tc.want, got.out, got.err)
		}
	}
}

func TestListsSayWhatIsWrong(t *testing.T) {
	db := kept(t)
	for _, tc := range []struct {
		args string
		code int
		want string
	}{
		{"events actr:CHN --archive " + db, 2, "did you mean actor"},
		{"events --to xml --archive " + db, 2, "no such format"},
		{"events --limit -1 --archive " + db, 2, "--limit"},
		{"events --archive " + db + ".none", 1, "chancery ingest"},
		{"search --archive " + db, 2, "a word"},
		{"show x --archive " + db, 2, "no id"},
		{"show i0123456789abcdef --archive " + db, 1, "not in the archive"},
		{"review accept --archive " + db, 2, "takes 1 keys"},
		{"review accept 0123456789abcdef:0-3:AID --archive " + db, 1, "not in the archive"},
		{"review correct 0123456789abcdef:0-3:AID --archive " + db, 2, "needs a field"},
		{"review correct 0123456789abcdef:0-3:AID --type FOO --archive " + db, 2, "no such type"},
		{"review undo x --archive " + db, 2, "no number"},
	} {
		if got := run(t, app{}, strings.Fields(tc.args)...); got.code != tc.code || !strings.Contains(got.err, tc.want) {
			t.Errorf("%s: exit %d, want %d and %q:\n%s", tc.args, got.code, tc.code, tc.want, got.err)
		}
	}
}

// keyOf gives the key of the first event of a filter.
func keyOf(t *testing.T, db string, filter ...string) string {
	t.Helper()
	var e struct {
		Key string `json:"key"`
	}
	got := run(t, app{}, append([]string{"events", "--archive", db, "--limit", "1"}, filter...)...)
	if err := json.Unmarshal([]byte(got.out), &e); err != nil || e.Key == "" {
		t.Fatalf("%v: %s%s", err, got.out, got.err)
	}
	return e.Key
}

func TestReview(t *testing.T) {
	db := kept(t, "--keep-text")
	first, second := keyOf(t, db, "text:aid"), keyOf(t, db, "text:ships")
	ok := func(want string, args ...string) {
		t.Helper()
		if got := run(t, app{}, append(args, "--archive", db)...); got.code != 0 || !strings.Contains(got.out, want) {
			t.Errorf("%v: exit %d, want %q:\n%s%s", args, got.code, want, got.out, got.err)
		}
	}
	ok("decision 1: correct", "review", "correct", first, "--type", "CONSULT", "--status", "planned", "--actor", "CHN Chen Li", "--by", "ana", "--reason", "a visit")
	ok(`"type":"CONSULT"`, "events", "actor:CHN", "review:corrected")
	ok("decision 2: reject", "review", "reject", second, "--by", "ana", "--reason", "none")
	if got := run(t, app{}, "events", "--archive", db); strings.Count(got.out, "\n") != 2 {
		t.Errorf("a rejected event is listed:\n%s", got.out)
	}
	ok("rejected", "show", second)
	// What was decided holds when the page is coded again.
	recoder := func(chancery.Options) (pipeline.Code, error) {
		return func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
			rec, diags, err := fakeCode(ctx, p)
			rec.Events[0].Status = record.Planned
			return rec, diags, err
		}, nil
	}
	got := run(t, app{newCode: recoder}, "recode", "--all", "--archive", db)
	if got.code != 0 || strings.Count(got.out, "\n") != 3 || !strings.Contains(got.out, "status: actual → planned") || !strings.Contains(got.err, "--apply") {
		t.Errorf("recode: exit %d\n%s%s", got.code, got.out, got.err)
	}
	if got := run(t, app{}, "events", "--archive", db, "status:planned"); strings.Count(got.out, "\n") != 1 {
		t.Errorf("recode without --apply changed records:\n%s", got.out)
	}
	if got := run(t, app{newCode: recoder}, "recode", "--all", "--apply", "--archive", db); got.code != 0 || !strings.Contains(got.err, "3 changed") {
		t.Errorf("recode --apply: exit %d\n%s%s", got.code, got.out, got.err)
	}
	ok(`"status":"planned"`, "events", "text:rice")
	ok(`"type":"CONSULT"`, "events", "actor:CHN", "review:corrected")
	if got := run(t, app{}, "events", "--archive", db); strings.Count(got.out, "\n") != 2 {
		t.Errorf("a rejected event is back:\n%s", got.out)
	}
	ok("", "review", "undo", "2", "--by", "ana", "--reason", "mistaken")
	if got := run(t, app{}, "events", "--archive", db); strings.Count(got.out, "\n") != 3 {
		t.Errorf("undo did not bring the event back:\n%s", got.out)
	}
	ok("reject, undone", "review", "log", "--to", "table")
	ok(`"reason":"a visit"`, "review", "export")
}

func TestRecodeWithoutTexts(t *testing.T) {
	got := run(t, app{}, "recode", "--all", "--archive", kept(t))
	if got.code != 0 || got.out != "" || !strings.Contains(got.err, "3 documents have no kept text") {
		t.Errorf("exit %d:\n%s%s", got.code, got.out, got.err)
	}
}
