package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/demo/newsroom"
	"chancery/internal/pipeline/fleet"
	"chancery/internal/pipeline/fleet/node"
)

// openQueue starts a queue and gives its address.
func openQueue(t *testing.T) string {
	t.Helper()
	n, err := node.Start(node.Options{Store: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Stop)
	return n.ClientURL()
}

// contentsOf is the digest of what an archive says.
func contentsOf(t *testing.T, path string) string {
	t.Helper()
	got := run(t, app{}, "verify", "--contents", "--to", "json", "--archive", path)
	if got.code != 0 {
		t.Fatal(got.err)
	}
	return got.out
}

// Files, folders and web archives that go through a fleet make the archive that
// ingest makes; what cannot be done is listed, and done when it can be.
func TestFleetMakesTheSameArchive(t *testing.T) {
	dir := folder(t, map[string]string{
		"lines.jsonl": manyLines(150), "a.txt": "Averna sent tents to Vessin on 4 March 2031.", "b/c.html": "<html><body><article><p>" + strings.Repeat("Averna sent tents to Vessin. ", 20) + "</p></article></body></html>",
		"bad.jsonl": "{ no JSON\n",
	})
	var raw bytes.Buffer
	if err := writeNews(t.Context(), &raw, newsroom.New(newsroom.TwoYears(150, 1)), true); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "news.warc.gz"), raw.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	one, many := filepath.Join(t.TempDir(), "one.db"), filepath.Join(t.TempDir(), "many.db")
	a := app{}
	if got := run(t, a, "ingest", "-q", "--archive", one, dir); got.code != 3 {
		t.Fatal(got)
	}
	queue := openQueue(t)
	submit := []string{"fleet", "submit", "--nats", queue, "--documents", "20", dir}
	if got := run(t, a, submit...); got.code != 0 || !strings.Contains(got.err, "works submitted, with up to 303 documents") {
		t.Fatal(got)
	}
	if got := run(t, a, submit...); !strings.Contains(got.err, "0 works submitted") {
		t.Fatal(got)
	}
	work := []string{"fleet", "work", "--nats", queue, "--archive", many, "--until-done", "--tries", "1", "--batch", "16"}
	if got := run(t, a, work...); got.code != 0 || !strings.Contains(got.err, "bad.jsonl:1: error") {
		t.Fatal(got)
	}
	if got, want := contentsOf(t, many), contentsOf(t, one); got != want || !strings.Contains(got, `"events": 301`) {
		t.Errorf("got %s want %s", got, want)
	}

	gone := filepath.Join(dir, "gone.txt")
	if err := os.WriteFile(gone, []byte("Averna sent blankets to Vessin."), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, a, "fleet", "submit", "--nats", queue, gone)
	if err := os.Rename(gone, gone+".away"); err != nil {
		t.Fatal(err)
	}
	run(t, a, work...)
	if got := run(t, a, "fleet", "dead", "--nats", queue); got.code != 0 || !strings.Contains(got.out, gone) || !strings.Contains(got.out, "after 1 tries") || !strings.Contains(got.out, "no such file") {
		t.Errorf("%+v", got)
	}
	var status fleet.Status
	got := run(t, a, "fleet", "status", "--nats", queue, "--to", "json")
	if err := json.Unmarshal([]byte(got.out), &status); err != nil || status.Dead != 1 || status.Done != status.Submitted-1 || status.Replicas != 1 {
		t.Errorf("%v %+v", err, status)
	}
	if got := run(t, a, "fleet", "status", "--nats", queue, "--to", "prometheus"); !strings.Contains(got.out, "chancery_fleet_works_dead{fleet=\"chancery\"} 1\n") {
		t.Error(got.out)
	}
	if got := run(t, a, "fleet", "status", "--nats", queue); !strings.Contains(got.out, "1 laid aside") {
		t.Error(got.out)
	}
	if err := os.Rename(gone+".away", gone); err != nil {
		t.Fatal(err)
	}
	if got := run(t, a, "fleet", "dead", "--nats", queue, "--resubmit", "--all"); got.code != 0 {
		t.Error(got)
	}
	run(t, a, work...)
	run(t, a, "ingest", "-q", "--archive", one, gone)
	if got, want := contentsOf(t, many), contentsOf(t, one); got != want {
		t.Errorf("got %s want %s", got, want)
	}
	if got := run(t, a, "fleet", "dead", "--nats", queue); got.out != "" {
		t.Error(got.out)
	}
}

// Names are noted from a folder on and looked for under another one.
func TestFleetRoot(t *testing.T) {
	dir := folder(t, map[string]string{"in/2031/a.txt": "Averna sent tents to Vessin.", "other.txt": "Averna."})
	queue, db := openQueue(t), filepath.Join(t.TempDir(), "a.db")
	root := filepath.Join(dir, "in")
	a := app{}
	if got := run(t, a, "fleet", "submit", "--nats", queue, "--root", root, filepath.Join(dir, "other.txt")); got.code != 2 {
		t.Error(got)
	}
	if got := run(t, a, "fleet", "submit", "--nats", queue, "--root", root, root); got.code != 0 {
		t.Fatal(got)
	}
	moved := filepath.Join(t.TempDir(), "mnt")
	if err := os.Rename(root, moved); err != nil {
		t.Fatal(err)
	}
	if got := run(t, a, "fleet", "work", "--nats", queue, "--archive", db, "--root", moved, "--until-done"); got.code != 0 || !strings.Contains(got.err, "1 documents of 1 works") {
		t.Error(got)
	}
}

// A list of feeds is one poll of each feed for its interval.
func TestFleetPollsFeeds(t *testing.T) {
	site := newFeedSite(t)
	site.add("tents", "blankets")
	dir := folder(t, map[string]string{"feeds.toml": fmt.Sprintf("[[feed]]\noutlet = \"Averna Courier\"\nurl = %q\ninterval = \"24h\"\n", site.URL+"/feed")})
	queue, db := openQueue(t), filepath.Join(t.TempDir(), "a.db")
	a := app{}
	for range 2 {
		if got := run(t, a, "fleet", "submit", "--nats", queue, filepath.Join(dir, "feeds.toml")); got.code != 0 {
			t.Fatal(got)
		}
	}
	work := []string{"fleet", "work", "--nats", queue, "--archive", db, "--until-done", "--allow", "127.0.0.0/8", "--delay", "0s"}
	if got := run(t, a, work...); got.code != 0 || !strings.Contains(got.err, "2 documents of 1 works") {
		t.Error(got)
	}
	// The feed is not due again: another slot asks nobody.
	asked := site.times("/feed")
	if got := run(t, a, "fleet", "submit", "--nats", queue, "--again", "1", filepath.Join(dir, "feeds.toml")); got.code != 0 {
		t.Fatal(got)
	}
	run(t, a, work...)
	if s := openArchive(t, db); titles(t, s) != "blankets tents" || site.times("/feed") != asked {
		t.Errorf("%s, asked %d times, then %d", titles(t, s), asked, site.times("/feed"))
	}
}

func TestFleetSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{2, "nothing to submit", []string{"submit"}},
		{2, "standard input cannot", []string{"submit", "-"}},
		{2, "no command chancery fleet rest", []string{"rest"}},
		{2, "--tls-cert and --tls-key", []string{"status", "--tls-cert", "x"}},
		{2, "--lease 1ms", []string{"work", "--lease", "1ms"}},
		{2, "--follow goes with lists", []string{"submit", "--follow", "a.txt"}},
		{2, "name the works", []string{"dead", "--resubmit"}},
		{1, "cannot connect to NATS at nats://…@127.0.0.1:1", []string{"status", "--nats", "nats://me:secret@127.0.0.1:1"}},
		{1, "needs a name of its own", []string{"server", "--cluster-listen", "127.0.0.1:0", t.TempDir()}},
	} {
		got := run(t, app{}, append([]string{"fleet"}, c.args...)...)
		if got.code != c.code || !strings.Contains(got.err, c.want) || strings.Contains(got.err, "secret") {
			t.Errorf("%v: %d %s", c.args, got.code, got.err)
		}
	}
}
