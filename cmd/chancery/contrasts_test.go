//go:build !race

// Under the race detector the coder would take minutes; other tests race it.

package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/demo/newsroom"
	"chancery/internal/stage/measure"
)

// contrasts is an archive of invented news with planted relations, coded by the
// coder that is shipped: the first report of each act, in its first paragraphs.
func contrasts(t *testing.T) (db, registry string) {
	t.Helper()
	dir := t.TempDir()
	registry = filepath.Join(dir, "invented")
	if err := keepRegistry(registry); err != nil {
		t.Fatal(err)
	}
	var pages bytes.Buffer
	enc := json.NewEncoder(&pages)
	seen := map[int]bool{}
	room := newsroom.New(newsroom.Contrasts(2600, 1))
	for d := range room.Dispatches() {
		if d.Act < 0 || seen[d.Act] || d.Original >= 0 {
			continue
		}
		seen[d.Act] = true
		page := map[string]string{"text": strings.Join(d.Paragraphs[:min(3, len(d.Paragraphs))], "\n\n"), "title": d.Title, "url": d.URL, "source": d.Outlet.Name, "published": d.Published.Format("2006-01-02")}
		if err := enc.Encode(page); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "news.jsonl")
	if err := os.WriteFile(file, pages.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	db = filepath.Join(dir, "news.db")
	if got := run(t, app{newCode: newCode}, "ingest", "-q", "--archive", db, "--registry", registry, file); got.code != 0 {
		t.Fatalf("ingest: exit %d\n%s", got.code, got.err)
	}
	return db, registry
}

// TestPlantedRelationsShow: what was planted in invented news is measured on the
// records that the coder makes of it.
func TestPlantedRelationsShow(t *testing.T) {
	if testing.Short() {
		t.Skip("codes some hundred pages")
	}
	db, registry := contrasts(t)
	ask := func(into any, args ...string) {
		t.Helper()
		got := run(t, app{}, append(args, "--to", "json", "--archive", db, "--registry", registry)...)
		if got.code != 0 {
			t.Fatalf("%v: exit %d\n%s", args, got.code, got.err)
		}
		if err := json.Unmarshal([]byte(got.out), into); err != nil {
			t.Fatal(err)
		}
	}
	var grows measure.Relation
	if ask(&grows, "relation", "Avernia", "Belmoria"); grows.Trend.Verdict != "rising" {
		t.Errorf("Avernia – Belmoria: %+v", grows.Trend)
	}
	var steady measure.Relation
	if ask(&steady, "relation", "Norvalia", "Tarsonia"); len(steady.Shocks.List) > 0 {
		t.Errorf("Norvalia – Tarsonia has shocks: %+v", steady.Shocks)
	}
	var shocked measure.Relation
	ask(&shocked, "relation", "Dasmoria", "Estravia")
	if len(shocked.Shocks.List) != 1 || shocked.Shocks.List[0].Peak != "2042-02" || !shocked.Shocks.List[0].Returned || shocked.Shocks.List[0].HalfLife > 2 {
		t.Errorf("Dasmoria – Estravia: %+v", shocked.Shocks)
	}
	for _, tc := range []struct {
		sides   []string
		verdict string
		sign    float64
	}{
		{[]string{"Avernia", "Belmoria", "Corvania"}, "zero-sum", -1},
		{[]string{"Galdovia", "Marvonia", "Ilvania"}, "positive-sum", 1},
		{[]string{"Norvalia", "Velmaria", "Tarsonia"}, "", 0},
	} {
		var got measure.Triad
		ask(&got, append([]string{"triad", "--norm", "raw"}, tc.sides...)...)
		if tc.verdict == "" && (got.Verdict == "zero-sum" || got.Verdict == "positive-sum") || tc.verdict != "" && (got.Verdict != tc.verdict || math.Copysign(1, float64(got.Rho)) != tc.sign) {
			t.Errorf("%v: %s, %s", tc.sides, got.Verdict, got.Reason)
		}
	}
}
