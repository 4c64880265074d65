package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"chancery/archive"
)

// Bands stand under a span of time, since copies are looked for within
// archive.CopyDays: the quarter in which the document was printed (20243), 0 when its
// day is not known, and −1 for addresses, which count at any time. Most
// windows lie in one quarter or two; the rows of one stand together, so that what is
// added falls on few pages.
const (
	anySpan     = -1
	undatedSpan = 0
)

// everyDay is the last day of a window without an end.
const everyDay = 1<<31 - 1

// spanned is a key of bands.
type spanned struct{ span, band int64 }

// window is one key that is asked for, in a closed interval of days.
type window struct {
	spanned
	from, to int64
}

// bandRow is a document under a key.
type bandRow struct {
	spanned
	day, doc int64
}

// printed is the day under which the bands of a document stand; 0 of none.
func printed(published string) int64 {
	n, ok := archive.PrintDay(published)
	if !ok {
		return 0
	}
	return dayOf(n)
}

func dayOf(n int) int64 {
	t := time.Unix(int64(n)*86400, 0).UTC()
	return int64(t.Year()*10000 + int(t.Month())*100 + t.Day())
}

// spanOf is the span of a band of a document that was printed on a day.
func spanOf(band, day int64) int64 {
	switch {
	case archive.Timeless(uint64(band)):
		return anySpan
	case day == 0:
		return undatedSpan
	}
	return quarter(day)
}

func quarter(day int64) int64 { return day/10000*10 + (day/100%100+2)/3 }

// nextQuarter is the one after.
func nextQuarter(q int64) int64 {
	if q%10 == 4 {
		return q + 7
	}
	return q + 1
}

// reach is what is known of the spans under which there are documents: whether some
// have no day, and, when that was asked for, all spans.
type reach struct {
	undated bool
	all     []int64
	whole   bool // all was read
}

// windows are where the documents near one are found: under its bands, in the
// spans within reach of its day; of a document without a day, in all, of which ok
// says whether they are known.
func (r *reach) windows(bands []uint64, published string) (out []window, ok bool) {
	n, known := archive.PrintDay(published)
	if !known && !r.whole {
		return nil, false
	}
	first, last := int64(0), int64(everyDay)
	spans := r.all
	if known {
		first, last = dayOf(n-archive.CopyDays), dayOf(n+archive.CopyDays)
		spans = nil
		for q := quarter(first); q <= quarter(last); q = nextQuarter(q) {
			spans = append(spans, q)
		}
		if r.undated {
			spans = append(spans, undatedSpan)
		}
	}
	out = make([]window, 0, len(bands)*len(spans))
	for _, b := range bands {
		band := int64(b)
		if archive.Timeless(b) {
			out = append(out, window{spanned{anySpan, band}, 0, everyDay})
			continue
		}
		for _, s := range spans {
			if s == undatedSpan {
				out = append(out, window{spanned{s, band}, 0, 0})
			} else {
				out = append(out, window{spanned{s, band}, first, last})
			}
		}
	}
	return out, true
}

// bandColumns are those of a row of bands. Young rows have no span.
func bandColumns() []string { return []string{"span", "band", "day", "doc"} }

// readReach reads what has to be known to look for the documents near others; by a
// step to each span when some of these have no day.
func readReach(ctx context.Context, h *handle, whole bool) (r reach, err error) {
	r.whole = whole
	if !whole {
		var n int
		r.undated, err = h.one(ctx, []any{&n}, "SELECT 1 FROM bands WHERE span = ? LIMIT 1", undatedSpan)
		return r, err
	}
	err = h.each(ctx, func(row scan) error {
		var n int64
		err := row(&n)
		r.add(n)
		return err
	}, `WITH RECURSIVE s (n) AS (SELECT min(span) FROM bands WHERE span >= 0 UNION ALL SELECT (SELECT min(b.span) FROM bands b WHERE b.span > s.n) FROM s WHERE s.n IS NOT NULL)
		SELECT n FROM s WHERE n IS NOT NULL`)
	return r, err
}

// add notes a span under which there are documents. It says whether that was not
// known before.
func (r *reach) add(span int64) (born bool) {
	switch {
	case span == anySpan || span == undatedSpan && r.undated:
		return false
	case span == undatedSpan:
		r.undated = true
	case !r.whole || slices.Contains(r.all, span):
		return false
	}
	if r.whole {
		r.all = append(r.all, span)
	}
	return true
}

// dated says whether a date of publication has a day.
func dated(published string) bool {
	_, known := archive.PrintDay(published)
	return known
}

// undatedAmong says whether a document of a batch has no day.
func undatedAmong(batch []archive.Addition) bool {
	return slices.ContainsFunc(batch, func(a archive.Addition) bool { return !dated(a.Document.Published) })
}

// readWindows reads the rows of windows.
func readWindows(ctx context.Context, h *handle, list []window, each func(bandRow)) error {
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, compareWindows)
	var columns [4][]int64
	for _, w := range list {
		for i, v := range []int64{w.span, w.band, w.from, w.to} {
			columns[i] = append(columns[i], v)
		}
	}
	return h.each(ctx, func(row scan) error {
		var b bandRow
		err := row(&b.span, &b.band, &b.day, &b.doc)
		each(b)
		return err
	}, h.d.Spanned, h.d.Windows(columns[:]...)...)
}

// nearBy are the documents that share two bands, or one that counts alone.
type nearBy map[int64]int

func (n nearBy) count(b bandRow) {
	n[b.doc]++
	if archive.Alone(uint64(b.band)) {
		n[b.doc]++
	}
}

func (n nearBy) docs() (out []int64) {
	for _, doc := range sorted(n) {
		if n[doc] > 1 {
			out = append(out, doc)
		}
	}
	return out
}

// mendDays moves the bands of documents whose day their month has not, as from 30
// February, to the day that linking takes it for (archive.PrintDay).
func (t *txn) mendDays(ctx context.Context) error {
	var days []int64
	err := t.each(ctx, func(row scan) error {
		var d int64
		err := row(&d)
		days = append(days, d)
		return err
	}, "SELECT DISTINCT day FROM documents WHERE day % 100 BETWEEN 29 AND 31 AND day / 100 % 100 BETWEEN 1 AND 12")
	for _, d := range days {
		meant := printed(fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100))
		if err != nil || meant == d {
			continue
		}
		err = t.exec(ctx, "UPDATE bands SET day = ?, span = CASE WHEN span < 0 THEN span ELSE ? END WHERE day = ?", meant, quarter(meant), d)
	}
	return err
}
