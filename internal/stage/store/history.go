package store

import (
	"context"
	"slices"
	"strings"

	"chancery/archive"
)

// history answers what linking asks, on the connection of the transaction that
// links, or on one that reads.
type history struct {
	h *handle
	s *Store
	// near are documents that were read in this transaction, by row, and have not
	// changed since; nil outside of one.
	near map[int64]archive.Printed
	t    *txn // the transaction; nil outside of one
}

// history is what linking asks within a transaction.
func (t *txn) history() *history { return &history{t.handle, t.s, t.near, t} }

// History is what linking asks, as it stands between two additions.
func (s *Store) History() archive.History { return &history{s.read, s, nil, nil} }

func signed(in []uint64) []int64 {
	out := make([]int64, len(in))
	for i, n := range in {
		out[i] = int64(n)
	}
	return out
}

func (h *history) Near(ctx context.Context, bands []uint64, published string) ([]archive.Printed, error) {
	if len(bands) == 0 {
		return nil, nil
	}
	var out []archive.Printed
	var missing []int64
	sort := func(doc int64) {
		if p, ok := h.near[doc]; ok {
			out = append(out, p)
		} else {
			missing = append(missing, doc)
		}
	}
	docs, known := h.ahead().near(bands, published)
	for _, doc := range docs {
		sort(doc)
	}
	var err error
	if !known {
		err = h.nearOf(ctx, bands, published, sort)
	}
	if err != nil || len(missing) == 0 {
		return inOrder(out), err
	}
	rest, err := h.printed(ctx, h.h.d.Among("d.id"), h.h.d.Numbers(missing))
	return inOrder(append(out, rest...)), err
}

// ahead is what was read for the batch.
func (h *history) ahead() *ahead {
	if h.t == nil {
		return nil
	}
	return h.t.ahead
}

// settle writes what a question of the database has to find.
func (h *history) settle(ctx context.Context) error {
	if h.t == nil {
		return nil
	}
	return h.t.settle(ctx)
}

// nearOf gives the documents that are near by their bands.
func (h *history) nearOf(ctx context.Context, bands []uint64, published string, each func(doc int64)) error {
	bands = slices.Clone(bands)
	slices.Sort(bands)
	bands = slices.Compact(bands)
	shared := nearBy{}
	if err := h.underBands(ctx, bands, published, shared.count); err != nil {
		return err
	}
	for _, doc := range shared.docs() {
		each(doc)
	}
	return nil
}

func (h *history) underBands(ctx context.Context, bands []uint64, published string, each func(bandRow)) error {
	if h.t == nil {
		return h.underOutside(ctx, bands, published, each)
	}
	if err := h.settle(ctx); err != nil {
		return err
	}
	r, err := h.t.reach(ctx, !dated(published))
	if err != nil {
		return err
	}
	list, _ := r.windows(bands, published)
	return h.t.underBands(ctx, list, each)
}

// underBands reads the documents in windows.
func (t *txn) underBands(ctx context.Context, list []window, each func(bandRow)) error {
	y, err := t.young(ctx)
	if err != nil {
		return err
	}
	y.under(list, each)
	return readWindows(ctx, t.handle, list, each)
}

// underOutside reads them outside of a transaction that writes, where nothing is
// known of young rows.
func (h *history) underOutside(ctx context.Context, bands []uint64, published string, each func(bandRow)) error {
	y := &young{}
	err := h.h.each(ctx, func(row scan) error {
		var b youngBand
		err := row(&b.doc, &b.band, &b.day)
		y.addBand(b)
		return err
	}, "SELECT doc, band, day FROM bands_young WHERE "+h.h.d.Among("band"), h.h.d.Numbers(signed(bands)))
	if err != nil {
		return err
	}
	r, err := readReach(ctx, h.h, !dated(published))
	if err != nil {
		return err
	}
	for span := range y.spans {
		r.add(span)
	}
	list, _ := r.windows(bands, published)
	y.under(list, each)
	return readWindows(ctx, h.h, list, each)
}

func inOrder(list []archive.Printed) []archive.Printed {
	slices.SortFunc(list, func(a, b archive.Printed) int { return strings.Compare(a.Document.SHA256, b.Document.SHA256) })
	return list
}

// mostNear bounds what a transaction remembers.
const mostNear = 8192

func (h *history) Family(ctx context.Context, original string) ([]archive.Printed, error) {
	row, found, err := headOf(ctx, h.h, original)
	if err != nil || !found {
		return nil, err
	}
	return h.printed(ctx, "(d.id = ? OR d.original = ?)", row.id, row.id)
}

// printed gives the documents of a condition with their prints.
func (h *history) printed(ctx context.Context, where string, args ...any) ([]archive.Printed, error) {
	var out []archive.Printed
	var ids []int64
	err := h.h.each(ctx, func(row scan) error {
		var bands, shingles []byte
		id, d, err := h.s.scanDocument(row, &bands, &shingles)
		d.Diagnostics = nil
		ids = append(ids, id)
		out = append(out, archive.Printed{Document: d, Prints: archive.Prints{Bands: openNumbers(bands), Shingles: openNumbers(shingles)}})
		return err
	}, "SELECT "+documentColumns+", r.bands, r.shingles FROM "+documentTables+" LEFT JOIN prints r ON r.doc = d.id WHERE "+where, args...)
	if err == nil {
		err = h.appeared(ctx, ids, func(i int) *archive.Document { return &out[i].Document })
	}
	if err != nil {
		return nil, err
	}
	for i := range out {
		if h.near != nil && len(h.near) < mostNear {
			h.near[ids[i]] = out[i]
		}
	}
	return inOrder(out), nil
}

// appeared fills in the places of documents that were found at several.
func (h *history) appeared(ctx context.Context, ids []int64, of func(int) *archive.Document) error {
	if len(ids) == 0 {
		return nil
	}
	at := make(map[int64]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	err := h.h.each(ctx, func(row scan) error {
		var doc int64
		var a archive.Appearance
		err := row(&doc, &a.URL, &a.Outlet, &a.Published, &a.Title)
		d := of(at[doc])
		if d.Appearances == nil {
			d.Appearances = []archive.Appearance{d.Appears()}
		}
		d.Appearances = append(d.Appearances, a)
		return err
	}, "SELECT doc, url, outlet, published, title FROM appearances WHERE "+h.h.d.Among("doc"), h.h.d.Numbers(ids))
	for i := range ids {
		sortAppearances(of(i).Appearances)
	}
	return err
}

func (h *history) Blocked(ctx context.Context, blocks []string, from, to string) ([]archive.Event, error) {
	if len(blocks) == 0 {
		return nil, nil
	}
	if out, ok := h.ahead().blocks(blocks, day(from), day(to)); ok {
		return out, nil
	}
	if err := h.settle(ctx); err != nil {
		return nil, err
	}
	out, err := h.blockedIn(ctx, "event_blocks", blocks, from, to)
	if err != nil {
		return nil, err
	}
	more, err := h.blockedYoung(ctx, blocks, from, to)
	out = append(out, more...)
	slices.SortFunc(out, func(a, b archive.Event) int { return strings.Compare(a.Key, b.Key) })
	return out, err
}

func (h *history) blockedIn(ctx context.Context, table string, blocks []string, from, to string) ([]archive.Event, error) {
	return h.s.eventsWhere(ctx, h.h, "e.id IN (SELECT event FROM "+table+" WHERE "+h.h.d.Among("block")+" AND day BETWEEN ? AND ?)",
		h.h.d.Numbers(signed(hashes(blocks))), day(from), day(to))
}

// blockedYoung gives the events under young blocks.
func (h *history) blockedYoung(ctx context.Context, blocks []string, from, to string) ([]archive.Event, error) {
	if h.t == nil {
		return h.blockedIn(ctx, "event_blocks_young", blocks, from, to)
	}
	y, err := h.t.young(ctx)
	if err != nil {
		return nil, err
	}
	keys := signed(hashes(blocks))
	slices.Sort(keys)
	found := map[int64]bool{}
	y.blocked(keys, func(b youngBlock) {
		if b.day >= day(from) && b.day <= day(to) {
			found[b.event] = true
		}
	})
	if len(found) == 0 {
		return nil, nil
	}
	return h.s.eventsWhere(ctx, h.h, h.h.d.Among("e.id"), h.h.d.Numbers(sorted(found)))
}

func (h *history) EventsOf(ctx context.Context, documents []string) ([]archive.Event, error) {
	list := h.t.there(heads(documents))
	if len(list) == 0 {
		return nil, nil
	}
	return h.s.eventsWhere(ctx, h.h, "e.doc IN (SELECT id FROM documents WHERE "+h.h.d.Among("head")+")", h.h.d.Numbers(list))
}

func (h *history) Members(ctx context.Context, incidents []string) ([]archive.Event, error) {
	if len(incidents) == 0 {
		return nil, nil
	}
	if a := h.ahead(); a != nil && a.found != nil {
		return h.members(ctx, a, incidents)
	}
	return h.s.eventsWhere(ctx, h.h, "e.incident IN (SELECT id FROM incidents WHERE "+h.h.d.AmongNames("name")+")", h.h.d.Names(incidents))
}

// members reads the events that were not read yet, and keeps them: the documents of a
// batch often join the same incidents.
func (h *history) members(ctx context.Context, a *ahead, incidents []string) ([]archive.Event, error) {
	var ids, missing []int64
	err := h.h.each(ctx, func(row scan) error {
		var id int64
		err := row(&id)
		if ids = append(ids, id); a.found[id] == nil {
			missing = append(missing, id)
		}
		return err
	}, h.h.d.Members, h.h.d.Names(incidents))
	if err == nil && len(missing) > 0 {
		err = h.h.each(ctx, func(row scan) error {
			id, e, err := h.s.scanEvent(row)
			a.know(id, &e)
			return err
		}, "SELECT "+eventColumns+" FROM "+eventTables+" WHERE "+h.h.d.Among("e.id"), h.h.d.Numbers(missing))
	}
	if err != nil {
		return nil, err
	}
	out := make([]archive.Event, 0, len(ids))
	for _, id := range ids {
		if e := a.found[id]; e != nil {
			out = append(out, *e)
		}
	}
	slices.SortFunc(out, func(a, b archive.Event) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

func (h *history) Incidents(ctx context.Context, ids []string) ([]archive.Incident, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var out []archive.Incident
	err := h.h.each(ctx, func(row scan) error {
		_, inc, err := h.s.scanIncident(row)
		out = append(out, inc)
		return err
	}, "SELECT "+incidentColumns+" FROM incidents e WHERE "+h.h.d.AmongNames("e.name"), h.h.d.Names(ids))
	slices.SortFunc(out, func(a, b archive.Incident) int { return strings.Compare(a.ID, b.ID) })
	return out, err
}

func (h *history) Events(ctx context.Context, keys []string) ([]archive.Event, error) {
	events, err := h.EventsOf(ctx, keys)
	wanted := map[string]bool{}
	for _, k := range keys {
		wanted[k] = true
	}
	return slices.DeleteFunc(events, func(e archive.Event) bool { return !wanted[e.Key] }), err
}

func (h *history) Documents(ctx context.Context, documents []string) ([]archive.Document, error) {
	list := h.t.there(heads(documents))
	if len(list) == 0 {
		return nil, nil
	}
	var out []archive.Document
	var ids []int64
	err := h.h.each(ctx, func(row scan) error {
		id, d, err := h.s.scanDocument(row)
		d.Diagnostics = nil
		ids = append(ids, id)
		out = append(out, d)
		return err
	}, "SELECT "+documentColumns+" FROM "+documentTables+" WHERE "+h.h.d.Among("d.head"), h.h.d.Numbers(list))
	if err == nil {
		err = h.appeared(ctx, ids, func(i int) *archive.Document { return &out[i] })
	}
	slices.SortFunc(out, func(a, b archive.Document) int { return strings.Compare(a.SHA256, b.SHA256) })
	return out, err
}
