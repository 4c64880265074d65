package feed

import (
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chancery/record"
)

// xml reads RSS and Atom. Names are taken with their usual prefixes, for feeds
// that declare others, or none, are rarer than feeds whose declarations are wrong.
func (r *reader) xml(s string) {
	if entity.MatchString(s[:min(len(s), 64<<10)]) {
		r.note(record.Warning, record.FeedEntities, "the feed declares entities of its own, which are not expanded")
	}
	s = clean(s)
	w := walk{reader: r}
	broken := 0
	for rest := s; rest != ""; {
		at := w.run(rest)
		if at < 0 {
			break
		}
		if broken++; broken > 100 {
			break
		}
		// Go on at the next entry behind the break.
		w.lose()
		next := opening.FindStringIndex(rest[at:])
		if next == nil {
			break
		}
		rest = rest[at+next[0]:]
	}
	if broken > 0 {
		r.note(record.Warning, record.FeedBroken, "the markup breaks in %d places; entries there may be lost", broken)
	}
	w.end()
	if r.feed.Kind == "" {
		r.feed.Entries = nil
		r.note(record.Error, record.FeedInvalid, "this is no RSS and no Atom; check the address of the feed")
	}
}

var (
	entity  = regexp.MustCompile(`(?i)<!ENTITY\b`)
	opening = regexp.MustCompile(`(?i)<(?:item|entry)[\s>]`)
)

// clean replaces characters that XML does not allow.
func clean(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF {
			return utf8.RuneError
		}
		return c
	}, s)
}

const maxDepth = 64 // of elements that are told apart

// walk is the state of reading the elements of a feed.
type walk struct {
	*reader
	open  []string // names of the elements that are open, down to maxDepth
	depth int
	entry *draft
	// field is the element whose text is being read, and what was read of it.
	field      string
	attrs      []xml.Attr
	fieldDepth int
	text       strings.Builder
	inner      int // byte where the markup inside the field begins
	period     string
	frequency  int
}

// run reads tokens to the end, which is -1, or to a break in the markup, of
// which it gives the byte.
func (w *walk) run(s string) int {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict, d.Entity = false, xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	for {
		before := int(d.InputOffset())
		token, err := d.RawToken()
		if err == io.EOF {
			return -1
		}
		if err != nil {
			return max(before+1, 1)
		}
		switch t := token.(type) {
		case xml.StartElement:
			w.start(name(t.Name), t.Attr, int(d.InputOffset()))
		case xml.EndElement:
			w.finish(name(t.Name), s, before)
		case xml.CharData:
			if w.field != "" && w.text.Len() < maxField {
				w.text.Write(t)
			}
		}
	}
}

// name is the usual name of an element: prefixes that mean the default are cut.
func name(n xml.Name) string {
	local := strings.ToLower(n.Local)
	switch space := strings.ToLower(n.Space); space {
	case "", "atom", "a10", "rss", "rdf":
		return local
	default:
		return space + ":" + local
	}
}

func (w *walk) start(name string, attrs []xml.Attr, inner int) {
	w.depth++
	if w.depth <= maxDepth {
		w.open = append(w.open, name)
	}
	switch {
	case w.field == "author" && name == "name":
		w.begin(name, attrs, inner)
	case w.field != "":
		return // markup inside a text
	case name == "rss" || name == "rdf" || name == "feed":
		if w.feed.Kind == "" {
			w.feed.Kind = map[string]Kind{"rss": RSS, "rdf": RDF, "feed": Atom}[name]
		}
		w.language(attrs, &w.feed.Language)
		w.rebase(attrs)
	case name == "item" || name == "entry":
		w.flush()
		w.entry = &draft{}
		w.language(attrs, &w.entry.language)
	case name == "link" && attr(attrs, "href") != "":
		w.link(attr(attrs, "rel"), attr(attrs, "href"))
	case name == "source" || name == "image" || name == "textinput":
		w.begin("ignored", nil, inner) // their titles and links are not the entry's
	case fields[name]:
		w.begin(name, attrs, inner)
	}
}

// begin reads the text of a field from here on.
func (w *walk) begin(name string, attrs []xml.Attr, inner int) {
	w.field, w.attrs, w.fieldDepth, w.inner = name, attrs, w.depth, inner
	w.text.Reset()
}

// fields are the elements whose text is read.
var fields = map[string]bool{
	"title": true, "link": true, "guid": true, "id": true,
	"pubdate": true, "published": true, "updated": true, "issued": true, "modified": true, "dc:date": true, "dcterms:issued": true,
	"description": true, "summary": true, "content:encoded": true, "content": true,
	"author": true, "dc:creator": true, "name": true, "language": true, "dc:language": true,
	"ttl": true, "sy:updateperiod": true, "sy:updatefrequency": true,
}

// finish ends an element. An end without a beginning is passed over.
func (w *walk) finish(name, s string, before int) {
	at := -1
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i] == name {
			at = i
			break
		}
	}
	if w.depth > maxDepth {
		w.depth--
		return
	}
	if at < 0 {
		return
	}
	w.depth, w.open = at+1, w.open[:at+1]
	if w.field != "" && w.depth <= w.fieldDepth {
		value := w.text.String()
		if kind := attr(w.attrs, "type"); kind == "xhtml" && w.inner <= before && before-w.inner < maxField {
			value = s[w.inner:before]
		}
		if w.depth == w.fieldDepth {
			w.take(w.field, value)
		}
		w.field = ""
	}
	if name == "item" || name == "entry" {
		w.flush()
	}
	w.depth, w.open = at, w.open[:at]
}

func (w *walk) flush() {
	if w.entry != nil {
		w.add(w.entry)
		w.entry = nil
	}
	w.field = ""
}

// lose forgets the entry in which the markup broke, unless it has its address.
func (w *walk) lose() {
	if w.entry != nil && w.entry.link == "" && w.entry.guid == "" {
		w.entry = nil
	}
	w.flush()
	w.open, w.depth = w.open[:0], 0
}

// end takes an entry that the end of the feed cut.
func (w *walk) end() {
	if w.entry != nil {
		w.note(record.Warning, record.FeedBroken, "the feed breaks off inside an entry")
		w.lose()
	}
	if w.frequency == 0 {
		w.frequency = 1
	}
	if unit := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour}[w.period]; unit > 0 && w.feed.Pause == 0 {
		w.feed.Pause = unit / time.Duration(w.frequency)
	}
}

func attr(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if strings.EqualFold(a.Name.Local, name) && (a.Name.Space == "" || a.Name.Space == "xml") {
			return a.Value
		}
	}
	return ""
}

func (w *walk) language(attrs []xml.Attr, to *string) {
	if v := attr(attrs, "lang"); v != "" {
		*to = clip(v, 20)
	}
}

func (w *walk) rebase(attrs []xml.Attr) {
	if v := w.address(attr(attrs, "base")); v != "" {
		w.base = parse(v)
	}
}

// link takes an Atom link; the article is the one without a relation or with
// that of an alternate.
func (w *walk) link(rel, href string) {
	if rel != "" && rel != "alternate" {
		return
	}
	switch {
	case w.entry != nil && w.entry.link == "":
		w.entry.link = href
	case w.entry == nil && w.feed.Link == "":
		w.feed.Link = w.address(href)
	}
}

// take gives a field to the entry, or to the feed.
func (w *walk) take(name, value string) {
	d := w.entry
	if d == nil {
		w.about(name, value)
		return
	}
	set := func(to *string) {
		if *to == "" {
			*to = value
		}
	}
	switch name {
	case "title":
		set(&d.title)
	case "link":
		set(&d.link)
	case "guid":
		set(&d.guid)
		d.permalink = !strings.EqualFold(attr(w.attrs, "isPermaLink"), "false")
	case "id":
		set(&d.guid)
		d.permalink = true
	case "pubdate", "published", "issued", "dcterms:issued":
		set(&d.dates[0])
	case "updated", "modified":
		set(&d.dates[1])
	case "dc:date":
		set(&d.dates[2])
	case "description", "summary":
		set(&d.summary)
	case "content:encoded":
		d.content = value
	case "content":
		set(&d.content)
	case "author", "name", "dc:creator":
		set(&d.author)
	case "dc:language", "language":
		set(&d.language)
	}
}

func (w *walk) about(name, value string) {
	switch name {
	case "title":
		if w.feed.Title == "" {
			w.feed.Title = clip(Plain(value), 500)
		}
	case "link":
		if w.feed.Link == "" {
			w.feed.Link = w.address(value)
		}
	case "language", "dc:language":
		w.feed.Language = clip(squeeze(value), 20)
	case "ttl":
		if n, err := strconv.Atoi(squeeze(value)); err == nil && n > 0 {
			w.feed.Pause = time.Duration(min(n, 7*24*60)) * time.Minute
		}
	case "sy:updateperiod":
		w.period = strings.ToLower(squeeze(value))
	case "sy:updatefrequency":
		if n, err := strconv.Atoi(squeeze(value)); err == nil && n > 0 {
			w.frequency = min(n, 1000)
		}
	}
}
