package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/stage/store"
)

// kept makes an archive of three pages with their texts.
func keptPages(t *testing.T) string {
	t.Helper()
	dir := folder(t, map[string]string{"a.jsonl": `{"text":"Aid came to Vessin.","source":"Courier","published":"2031-03-04"}
{"text":"Aid came to Vendel.","source":"Courier","published":"2031-03-05"}
{"text":"Aid came to nobody.","source":"Herald","published":"2031-03-06"}
`})
	db := filepath.Join(t.TempDir(), "news.db")
	if got := run(t, app{}, "ingest", "--keep-text", "--archive", db, dir); got.code != 0 {
		t.Fatal(got.err)
	}
	return db
}

// wants runs a command line and wants words in what it writes.
func wants(t *testing.T, code int, want string, args ...string) ran {
	t.Helper()
	got := run(t, app{}, args...)
	if got.code != code || !strings.Contains(got.out+got.err, want) {
		t.Errorf("chancery %s: exit %d, want %d and %q:\n%s%s", strings.Join(args, " "), got.code, code, want, got.out, got.err)
	}
	return got
}

func TestBackupRestoreVerify(t *testing.T) {
	db := keptPages(t)
	backup, again := filepath.Join(t.TempDir(), "b.db"), filepath.Join(t.TempDir(), "again.db")
	wants(t, 0, "3 documents, 3 records, 3 texts, 3 events", "backup", "--archive", db, backup)
	wants(t, 1, "--force writes over", "backup", "--archive", db, backup)
	wants(t, 0, "read back and whole", "backup", "--archive", db, backup, "--force")
	wants(t, 0, "3 documents", "restore", "--archive", again, backup)
	wants(t, 1, "--force puts the backup in its place", "restore", "--archive", again, backup)
	wants(t, 0, "the former archive is kept as "+again+".before-restore-1", "restore", "--archive", again, backup, "--force")
	var one, two store.Verified
	for db, into := range map[string]*store.Verified{db: &one, again: &two} {
		got := wants(t, 0, `"faults": []`, "verify", "--to", "json", "--archive", db)
		if err := json.Unmarshal([]byte(got.out), into); err != nil {
			t.Fatal(err)
		}
	}
	if one.Chain != two.Chain || len(one.Chain) != 64 || two.Texts != 3 {
		t.Errorf("%+v, again %+v", one, two)
	}
	wants(t, 0, "all is as it was written", "verify", "--archive", again)
}

func TestVerifyNamesAFlippedByte(t *testing.T) {
	db := keptPages(t)
	data, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(data), "Aid came to Vendel.") // the shortest texts are kept as they are
	if at < 0 {
		t.Fatal("the text is not in the file")
	}
	data[at+3] ^= 1
	if err := os.WriteFile(db, data, 0o600); err != nil {
		t.Fatal(err)
	}
	got := wants(t, 1, "FAULT texts of document ", "verify", "--archive", db)
	if !strings.Contains(got.err, "the archive has 1 faults") {
		t.Error(got.err)
	}
	wants(t, 1, "its check sum is another one", "restore", "--archive", db+"2", db)
}

func TestDoctorSaysWhatToDo(t *testing.T) {
	db := keptPages(t)
	got := wants(t, 0, "there never was a backup", "doctor", "--archive", db)
	if !strings.Contains(got.out, "→ chancery backup FILE") {
		t.Error(got.out)
	}
	wants(t, 0, "", "backup", "--archive", db, filepath.Join(t.TempDir(), "b.db"))
	wants(t, 0, "the last backup was made on", "doctor", "--archive", db)
	var found []store.Finding
	if err := json.Unmarshal([]byte(wants(t, 0, "", "doctor", "--to", "json", "--archive", db).out), &found); err != nil || len(found) < 6 {
		t.Errorf("%d findings, %v", len(found), err)
	}
}

func TestForget(t *testing.T) {
	db := keptPages(t)
	forget := func(code int, want string, args ...string) {
		t.Helper()
		wants(t, code, want, append([]string{"forget", "--archive", db}, args...)...)
	}
	forget(0, "2 texts (0 KiB) would be deleted, of 2031-03-04 to 2031-03-05, of Courier", "--outlet", "courier")
	forget(0, "1 texts (0 KiB) deleted", "--before", "2031-03-05", "--yes")
	forget(0, `"texts": 1`, "--outlet", "courier", "--yes", "--to", "json")
	forget(0, "there are no such texts", "--outlet", "courier", "--yes")
	forget(2, "say which texts")
	forget(2, "say which texts", "--due", "--outlet", "courier")
	forget(1, "no day", "--before", "soon")
	rules := func(code int, want string, args ...string) {
		t.Helper()
		wants(t, code, want, append([]string{"forget", "rules", "--archive", db}, args...)...)
	}
	rules(0, "there are no rules")
	rules(2, "no number of days", "courier=ten")
	rules(2, "names no outlet", "=10")
	rules(0, "Courier: texts are kept for 30 days", "36500", "Courier=30")
	rules(0, "all other outlets: texts are kept for 36,500 days")
	forget(0, "there are no such texts", "--due")
	rules(0, "there are no rules", "--none")
	wants(t, 0, "1 texts, 3 events", "verify", "--archive", db)
}

func TestCareSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	none := filepath.Join(dir, "none.db")
	for _, tc := range []struct {
		code int
		want string
		args []string
	}{
		{2, "takes the file to write", []string{"backup"}},
		{2, "takes the backup to read", []string{"restore", "a", "b"}},
		{2, "there is no such format", []string{"verify", "--to", "csv"}},
		{2, "takes no arguments", []string{"doctor", "x"}},
		{1, "there is no archive", []string{"verify", "--archive", none}},
		{1, "there is no archive", []string{"backup", "--archive", none, filepath.Join(dir, "b.db")}},
		{1, "cannot read the backup", []string{"restore", "--archive", none, filepath.Join(dir, "b.db")}},
	} {
		wants(t, tc.code, tc.want, tc.args...)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("an archive was made by looking for one")
	}
}
