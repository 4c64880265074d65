package importer

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"chancery/internal/registry"
)

var update = flag.Bool("update", false, "write the golden files")

var base = sync.OnceValues(registry.Load)

func load(t testing.TB) *registry.Registry {
	t.Helper()
	r, err := base()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// kept holds files in memory.
type kept map[string]*bytes.Buffer

type closing struct{ *bytes.Buffer }

func (closing) Close() error { return nil }

func (k kept) create(name string) (io.WriteCloser, error) {
	if k[name] != nil {
		return nil, fmt.Errorf("%s is made twice", name)
	}
	k[name] = &bytes.Buffer{}
	return closing{k[name]}, nil
}

func (k kept) fs() fs.FS {
	out := fstest.MapFS{}
	for name, b := range k {
		out[name] = &fstest.MapFile{Data: b.Bytes()}
	}
	return out
}

func run(t testing.TB, kind, text string, o Options) (kept, Summary) {
	t.Helper()
	files := kept{}
	o.Base = load(t)
	sum, err := Import(kind, strings.NewReader(text), o, files.create)
	if err != nil {
		t.Fatal(err)
	}
	return files, sum
}

// TestGolden shows what each sample becomes. Without -update it fails on any
// difference; what is written must load.
func TestGolden(t *testing.T) {
	for name, kind := range map[string]string{"cities.txt": "geonames", "actors.txt": "petrarch", "agents.txt": "petrarch",
		"countryinfo.txt": "petrarch", "wikidata.json": "wikidata"} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			admin, err := os.ReadFile("testdata/admin1.txt")
			if err != nil {
				t.Fatal(err)
			}
			files, sum := run(t, kind, string(text), Options{MinPopulation: 1000, Admin: bytes.NewReader(admin)})
			var got strings.Builder
			if err := sum.Write(&got); err != nil {
				t.Fatal(err)
			}
			names := make([]string, 0, len(files))
			for file := range files {
				names = append(names, file)
			}
			slices.Sort(names)
			for _, file := range names {
				fmt.Fprintf(&got, "\n== %s\n%s", file, files[file])
			}
			for _, p := range registry.Check(files.fs()) {
				t.Error(p)
			}
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// TestRoundTrip writes every built-in entry and reads it again over itself.
func TestRoundTrip(t *testing.T) {
	r, files := load(t), kept{}
	out := newOutput(files.create)
	for id := registry.ID(1); int(id) <= r.Len(); id++ {
		if e := r.Entry(id); columns[e.File] != "" {
			if err := out.entry(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := out.close(); err != nil {
		t.Fatal(err)
	}
	again, err := registry.LoadWith(files.fs())
	if err != nil {
		t.Fatal(err)
	}
	for id := registry.ID(1); int(id) <= r.Len(); id++ {
		a, b := r.Entry(id), again.ByKey(r.Entry(id).Key)
		for _, column := range strings.Fields(columns[a.File]) {
			if cellOf(a, column) != cellOf(b, column) {
				t.Fatalf("%s: %s is %q and %q", a.Key, column, cellOf(a, column), cellOf(b, column))
			}
		}
	}
}

// TestImportRoundTrip imports each sample, loads what was written, and writes its
// entries again: the rows are the same.
func TestImportRoundTrip(t *testing.T) {
	for name, kind := range map[string]string{"cities.txt": "geonames", "actors.txt": "petrarch", "countryinfo.txt": "petrarch", "wikidata.json": "wikidata"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		files, _ := run(t, kind, string(text), Options{MinPopulation: 1000})
		r, err := registry.LoadWith(files.fs())
		if err != nil {
			t.Fatal(err)
		}
		again, rows := kept{}, 0
		out := newOutput(again.create)
		for _, file := range registry.Files() {
			for line := range strings.Lines(fmt.Sprint(files[file])) {
				key, _, _ := strings.Cut(line, "\t")
				if e := r.ByKey(key); e != nil {
					rows++
					if err := out.entry(e); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		if err := out.close(); err != nil {
			t.Fatal(err)
		}
		if rows < 3 {
			t.Errorf("%s: %d rows", name, rows)
		}
		for file, b := range again {
			if b.String() != files[file].String() {
				t.Errorf("%s, %s:\n%s\nand again\n%s", name, file, files[file], b)
			}
		}
	}
}

// dump is a stream of n GeoNames lines that is made while it is read.
type dump struct {
	n, at int
	rest  []byte
}

func (d *dump) Read(p []byte) (int, error) {
	if len(d.rest) == 0 {
		if d.at == d.n {
			return 0, io.EOF
		}
		d.at++
		d.rest = fmt.Appendf(d.rest[:0], "%d\tTown %d\tTown %d\t\t%d.5\t%d.25\tP\tPPL\tRU\t\t48\t\t\t\t%d\t\t1\tx\t2022\n",
			d.at, d.at, d.at, d.at%90, d.at%180, d.at)
	}
	n := copy(p, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}

// TestMemory reads 200,000 places; what stays in memory must not grow with them.
func TestMemory(t *testing.T) {
	r := load(t)
	var peak, begin uint64
	measure := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	begin = measure()
	rows := 0
	create := func(string) (io.WriteCloser, error) {
		return sink{func(b []byte) {
			if rows += bytes.Count(b, []byte("\n")); rows%40_000 < 100 {
				peak = max(peak, measure())
			}
		}}, nil
	}
	sum, err := Import("geonames", &dump{n: 200_000}, Options{Base: r, MinPopulation: 1000}, create)
	if err != nil || sum.Taken("places.tsv") != 200_000-999 {
		t.Fatalf("%d rows, %v", sum.Taken("places.tsv"), err)
	}
	if peak == 0 || peak > begin+4<<20 {
		t.Errorf("%d bytes in use, %d before", peak, begin)
	}
}

type sink struct{ use func([]byte) }

func (s sink) Write(b []byte) (int, error) { s.use(b); return len(b), nil }
func (s sink) Close() error                { return nil }

func TestPeriods(t *testing.T) {
	for text, want := range map[string]string{
		"930120-010120": "1993-01-20..2001-01-20 true", "19330101 - 19731231": "1933-01-01..1973-12-31 true", "<930120": "..1993-01-20 true",
		">310101": "1931-01-01.. true", ">300101": "2030-01-01.. true", "": " true", "931301-940101": "..1994-01-01 false",
		"920231-930101": "1992-02-31..1993-01-01 true", "19930000-940500": "1993..1994-05 true",
		"soon": " false", "010120-930120": "2001-01-20..1993-01-20 false", "1993": " false",
	} {
		p, ok := parsePeriod(text)
		if got := fmt.Sprint(p.Text(), " ", ok); got != want {
			t.Errorf("%q gives %s, want %s", text, got, want)
		}
	}
}

func TestJoined(t *testing.T) {
	a, b := actorCode{"USA", "GOV"}, actorCode{"USA", "ELI"}
	of := func(c actorCode, from, to registry.Date) period {
		return period{c, registry.Period{From: from, To: to}}
	}
	got := joined([]period{of(b, 0, 19930119), of(a, 19930120, 20010110), of(a, 20010111, 20030101), of(b, 20010201, 0)})
	want := []period{of(b, 0, 19930119), of(b, 20010201, 0), of(a, 19930120, 20030101)}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	undated := []period{of(a, 0, 0), of(a, 19900000, 19910000)}
	if got := joined(append(undated, of(a, 0, 0))); !slices.Equal(got, undated) {
		t.Errorf("undated: %v", got)
	}
}

// TestDatedActor follows a dictionary's dates to what the registry answers.
func TestDatedActor(t *testing.T) {
	text := "BILL_QUUXMAN_\n\t[USAELI <930119]\n\t[USAGOV 930120-010120]\n\t[USAELI >010121]\nQUUX_LIBERATION_FRONT_ [MLIREB 120101-150620] [MLIPTY >150621]\n"
	files, _ := run(t, "petrarch", text, Options{})
	r, err := registry.LoadWith(files.fs())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key, day, want string
	}{
		{"person/usa/bill-quuxman", "1992-06-01", "USA [ELI]"},
		{"person/usa/bill-quuxman", "1993-01-20", "USA [GOV]"},
		{"person/usa/bill-quuxman", "2001-01-20", "USA [GOV]"},
		{"person/usa/bill-quuxman", "2001-01-21", "USA [ELI]"},
		{"group/mli/quux-liberation-front", "2012-05-05", "MLI [REB]"},
		{"group/mli/quux-liberation-front", "2020-05-05", "MLI [PTY]"},
		{"group/mli/quux-liberation-front", "2010-05-05", "MLI []"},
	} {
		e := r.ByKey(c.key)
		if e == nil {
			t.Fatalf("no %s in %v", c.key, files)
		}
		day, _ := registry.ParseDate(c.day)
		if code, sectors := e.On(day); fmt.Sprint(code, " ", sectors) != c.want {
			t.Errorf("%s on %s is %s %v, want %s", c.key, c.day, code, sectors, c.want)
		}
	}
}

func TestSpell(t *testing.T) {
	j := &job{Options: Options{Base: load(t)}}
	for raw, want := range map[string]string{
		"NORTH_ATLANTIC_TREATY_ORGANIZATION_": "North Atlantic Treaty Organization", "NATO_": "NATO", "BBC_": "BBC",
		"MAZAR-I-SHARIF_": "Mazar-i-Sharif", "MIGUEL_D'ESCOTO_": "Miguel D'Escoto", "THE_BANK_OF_ENGLAND": "Bank of England",
		"UN_SECRETARIAT_": "UN Secretariat", "KIM_JONG_UN_": "Kim Jong Un",
	} {
		if s, ok := j.spell(raw); !ok || s.text != want {
			t.Errorf("%s gives %q, want %q", raw, s.text, want)
		}
	}
}

func TestTables(t *testing.T) {
	r := load(t)
	if got := slug("Ñuñoa d’Île-Łódź (2)"); got != "nunoa-dile-lodz-2" {
		t.Errorf("slug %q", got)
	}
	for _, c := range append(table(countries), table(territories)...) {
		if len(c) != 2 || c[1] != "" && r.State(c[1]) == nil {
			t.Errorf("%q has no state", c)
		}
	}
	for _, c := range table(classes) {
		if len(c) != 6 || columns[c[1]+".tsv"] == "" {
			t.Errorf("%q has no file", c)
		}
	}
	for _, c := range table(cameo) {
		if len(c) != 3 || len(c[1]) != 3 || c[0] == "state" && r.State(c[2]) == nil {
			t.Errorf("%q is wrong", c)
		}
	}
}

// TestReadable holds readable to the registry: what it lets pass must load.
func TestReadable(t *testing.T) {
	pieces := []string{"a", "B", "-", "'", ".", " ", "é", "\u0301", "ß", "中", "9", "(", "#", "&", "İ", "ŉ", "\u200b", "’", "ა", "  ", "¼", "²", "Ⅷ", "ः"}
	files, seen := kept{}, 0
	out := newOutput(files.create)
	for i := range 24 * 24 * 24 {
		name := "x" + pieces[i%24] + pieces[i/24%24] + pieces[i/576]
		if i%2 == 0 {
			name = name[1:]
		}
		if !readable(name) {
			continue
		}
		seen++
		e := &registry.Entry{Key: fmt.Sprintf("group/x/%d", i), File: "groups.tsv", Kind: "organization", Name: name}
		e.Surfaces = []registry.Surface{{Text: name, Role: registry.Full}}
		if err := out.entry(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.close(); err != nil || seen < 5000 {
		t.Fatalf("%d names, %v", seen, err)
	}
	for _, p := range registry.Check(files.fs()) {
		t.Error(p)
	}
}
