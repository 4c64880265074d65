package keep_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery"
	"chancery/archive"
	"chancery/internal/demo/newsroom"
	"chancery/internal/pipeline"
	"chancery/internal/pipeline/keep"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/link"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/record"
)

// newsDocuments is how many dispatches the tests keep; CHANCERY_NEWS asks for
// more (make news takes 5,000).
const newsDocuments = 100

// judged is the number of dispatches up to which linking must be good, not only
// the same in each order: with more in two years, the same two meet or speak
// nearly every day (docs/linking.md, failure modes).
const judged = 1000

func newsOf(t *testing.T) *newsroom.Newsroom {
	t.Helper()
	documents := newsDocuments
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_NEWS")); err == nil {
		documents = n
	} else if testing.Short() {
		t.Skip("codes pages")
	}
	return newsroom.New(newsroom.TwoYears(documents, 1))
}

// pagesOf are the pages of the newsroom, as a crawler brings them.
func pagesOf(room *newsroom.Newsroom) []record.Page {
	var out []record.Page
	for d := range room.Dispatches() {
		item := ingest.Convert(d.URL, d.HTML(), ingest.Options{From: ingest.HTML})
		item.Page.URL = d.URL
		out = append(out, item.Page)
	}
	return out
}

// onceCoded codes each page once, however often it comes: what a page gives
// depends on nothing else.
func onceCoded(t *testing.T) pipeline.Code {
	t.Helper()
	coder, err := chancery.New(chancery.Options{Registry: newsroom.Registry()})
	if err != nil {
		t.Fatal(err)
	}
	type coded struct {
		once sync.Once
		rec  record.Record
		told []record.Diagnostic
		err  error
	}
	var seen sync.Map
	return func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
		key := fmt.Sprintf("%+v\x00%s", p.Document, p.Text)
		got, _ := seen.LoadOrStore(key, &coded{})
		c := got.(*coded)
		c.once.Do(func() { c.rec, c.told, c.err = coder.Code(ctx, p) })
		return c.rec, c.told, c.err
	}
}

// arrival is one way in which the pages come.
type arrival struct {
	seed           uint64 // 0 is in order, without repeats
	workers, batch int
	parts          int // runs, with the archive closed between them
}

func (a arrival) order(pages int) []int {
	order := make([]int, pages)
	for i := range order {
		order[i] = i
	}
	if a.seed == 0 {
		return order
	}
	r := rand.New(rand.NewPCG(a.seed, 7))
	for i := range pages / 3 {
		order = append(order, r.IntN(pages), i)
	}
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return order
}

// ingested keeps pages in the order in which they come and gives the file.
func ingested(t *testing.T, pages []record.Page, code pipeline.Code, a arrival) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "news.db")
	order := a.order(len(pages))
	for part := range a.parts {
		from, to := len(order)*part/a.parts, len(order)*(part+1)/a.parts
		opened(t, file, func(s *store.Store) {
			var items iter.Seq2[pipeline.Item, error] = func(yield func(pipeline.Item, error) bool) {
				for _, i := range order[from:to] {
					page := pages[i]
					if !yield(pipeline.Item{Page: &page}, nil) {
						return
					}
				}
			}
			keeper := keep.New(s, link.Link, keep.Options{Coder: "test", Batch: a.batch})
			fresh := keep.Fresh(t.Context(), items, s, "", func(string) {})
			_, err := pipeline.Run(t.Context(), fresh, code, pipeline.Options{Workers: a.workers}, func(r pipeline.Result) error {
				return keeper.Put(t.Context(), r)
			})
			if err == nil {
				err = keeper.Flush(t.Context())
			}
			if err == nil {
				_, err = s.RefreshLedger(t.Context(), link.Posts)
			}
			if err != nil || keeper.Counts().Failed > 0 {
				t.Fatalf("%v, %+v", err, keeper.Counts())
			}
		})
	}
	return file
}

func opened(t *testing.T, file string, use func(*store.Store)) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	use(s)
}

// told is all that an archive says of what is linked: incidents, families of
// copies, people and posts, one a line.
func told(t *testing.T, s *store.Store) []string {
	t.Helper()
	var out []string
	put := func(kind string, v any, err error) {
		data, failed := json.Marshal(v)
		if err != nil || failed != nil {
			t.Fatal(err, failed)
		}
		out = append(out, kind+" "+string(data))
	}
	for inc, err := range s.Incidents(t.Context(), store.Query{}) {
		put("incident", inc, err)
	}
	for d, err := range s.Documents(t.Context()) {
		d.Added, d.Revision, d.Coder = time.Time{}, 0, "" // the log of how it came in
		put("document", d, err)
	}
	for p, err := range s.People(t.Context(), store.Query{}) {
		put("person", p, err)
	}
	for p, err := range s.Tenures(t.Context(), store.Query{}) {
		put("post", p, err)
	}
	return out
}

// TestOrderMakesNoDifference: the same pages in another order, with repeats, by
// one worker or by four, in large and small batches, in one run or in several,
// give the same incidents, copies, people and posts.
func TestOrderMakesNoDifference(t *testing.T) {
	room := newsOf(t)
	pages, code := pagesOf(room), onceCoded(t)
	var want []string
	for _, a := range []arrival{{0, 1, 64, 1}, {1, 4, 7, 1}, {2, 1, 64, 3}, {3, 4, 200, 2}} {
		start := time.Now()
		opened(t, ingested(t, pages, code, a), func(s *store.Store) {
			got := told(t, s)
			t.Logf("%+v: %d lines in %v", a, len(got), time.Since(start).Round(time.Millisecond))
			if want == nil {
				want = got
				judge(t, room, s)
				judgeCopies(t, room, pages, s)
				return
			}
			compare(t, a, got, want)
		})
	}
}

func compare(t *testing.T, a arrival, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%+v: %d lines, want %d", a, len(got), len(want))
	}
	shown := 0
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] && shown < 3 {
			t.Errorf("%+v: line %d\n got %.1500s\nwant %.1500s", a, i, got[i], want[i])
			shown++
		}
	}
}

// tellings are the types in which each kind of act may be coded.
var tellings = map[string]string{
	"meet": "CONSULT", "visit": "CONSULT", "call": "CONSULT", "forum": "CONSULT", "plan": "CONSULT", "postpone": "CONSULT REJECT", "cancel": "CONSULT REJECT",
	"praise": "SUPPORT", "accuse": "ACCUSE", "threaten": "THREATEN SANCTION", "sanction": "SANCTION", "protest": "PROTEST", "clash": "ASSAULT",
	"agree": "AGREE", "aid": "AID", "ceasefire": "AGREE",
}

// truth says which act of the newsroom an event tells; false for what else its
// page says. A plan and what became of it are one act, and so are visits and
// meetings of the same two on one day in one town, which no reader could tell
// apart.
type truth struct {
	room *newsroom.Newsroom
	acts map[string]int // by address
	one  map[string]int // the first act of a contact
}

func truthOf(room *newsroom.Newsroom) *truth {
	x := &truth{room, map[string]int{}, map[string]int{}}
	for d := range room.Dispatches() {
		x.acts[d.URL] = d.Act
	}
	for i := range room.Acts {
		if c := x.contact(i); c != "" {
			if _, ok := x.one[c]; !ok {
				x.one[c] = i
			}
		}
	}
	return x
}

// contact names a visit or a meeting by who, when and where.
func (x *truth) contact(act int) string {
	a := x.room.Acts[act]
	day, town := a.Day, x.room.World.States[a.B].Capital
	switch a.Kind {
	case "meet":
		town = a.Venue
	case "plan":
		day = a.Plan
	case "visit":
	default:
		return ""
	}
	return fmt.Sprint(min(a.A, a.B), max(a.A, a.B), day, town, a.Level, a.Level == 2 && a.Topic%5 == 0, a.Level == 1 && a.Topic%2 == 0)
}

func (x *truth) of(e *archive.Event) (act int, ok bool) {
	at := x.acts[e.URL]
	if at < 0 || e.Status != record.Actual && e.Status != record.Planned {
		return 0, false
	}
	a := &x.room.Acts[at]
	if !slices.Contains(strings.Fields(tellings[a.Kind]), e.Type) {
		return 0, false
	}
	if a.Of >= 0 {
		at = a.Of
	}
	if c := x.contact(at); c != "" {
		at = x.one[c]
	}
	return at, true
}

// judge counts pairs of reports of different pages that are joined, against the
// acts that they tell, and what became of plans.
func judge(t *testing.T, room *newsroom.Newsroom, s *store.Store) {
	t.Helper()
	x := truthOf(room)
	type report struct {
		*archive.Event
		act int
	}
	var all []report
	for e, err := range s.Events(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if act, ok := x.of(&e); ok {
			all = append(all, report{&e, act})
		}
	}
	var right, wrong, missed int
	for i, a := range all {
		for _, b := range all[:i] {
			if a.Document == b.Document {
				continue
			}
			switch same, joined := a.act == b.act, a.Incident == b.Incident; {
			case same && joined:
				right++
			case joined:
				wrong++
			case same:
				missed++
			}
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("%d reports of acts: pairs of different pages: precision %.3f, recall %.3f (%d right, %d wrong, %d missed)", len(all), precision, recall, right, wrong, missed)
	if room.Len() <= judged && (precision < 0.95 || recall < 0.80) {
		t.Errorf("precision %.3f, recall %.3f", precision, recall)
	}
}

// judgeCopies counts pairs of texts in one family of copies, against the
// dispatches that were copied.
func judgeCopies(t *testing.T, room *newsroom.Newsroom, pages []record.Page, s *store.Store) {
	t.Helper()
	families := map[string]map[int]bool{} // the originals of each text: one text may have been written twice
	act := map[string]int{}
	for d := range room.Dispatches() {
		sum := keep.Digest(pages[d.ID].Text)
		act[sum] = d.Act
		if d.Act >= 0 && room.Acts[d.Act].Of >= 0 {
			act[sum] = room.Acts[d.Act].Of
		}
		if families[sum] == nil {
			families[sum] = map[int]bool{}
		}
		families[sum][max(d.Original, -1)] = true
		if d.Original < 0 {
			families[sum][d.ID] = true
		}
	}
	type text struct {
		family string
		truth  map[int]bool
		act    int
	}
	var all []text
	for d, err := range s.Documents(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		family := d.Original
		if family == "" {
			family = d.SHA256
		}
		all = append(all, text{family, families[d.SHA256], act[d.SHA256]})
	}
	var right, wrong, missed, open int
	for i, a := range all {
		for _, b := range all[:i] {
			same := false
			for d := range a.truth {
				same = same || d >= 0 && b.truth[d]
			}
			switch joined := a.family == b.family; {
			case same && joined:
				right++
			case joined && a.act == b.act:
				open++ // the newsroom gives its reports of one act, and other news, the same paragraphs, sometimes half of all
			case joined:
				wrong++
			case same:
				missed++
			}
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("%d texts: pairs of copies: precision %.3f, recall %.3f (%d right, %d wrong, %d missed; %d that share their paragraphs)", len(all), precision, recall, right, wrong, missed, open)
	if room.Len() <= judged && (precision < 0.95 || recall < 0.95) {
		t.Errorf("copies: precision %.3f, recall %.3f", precision, recall)
	}
}
