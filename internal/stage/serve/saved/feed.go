package saved

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/stage/serve"
)

// FeedPath is where feeds are; the key is the parameter of that name.
const FeedPath = "/feed.atom"

const mostEntries = 50

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Note    string      `xml:"subtitle"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type atomEntry struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Links   []atomLink `xml:"link"`
	Content string     `xml:"content"`
}

// Mount is the place of the feeds. Everybody may ask; the key says who is asked for.
func (k *Keeper) Mount() serve.Mount {
	return serve.Mount{Pattern: "GET " + FeedPath, Handler: http.HandlerFunc(k.feed), Open: true}
}

func (k *Keeper) feed(w http.ResponseWriter, r *http.Request) {
	x, err := k.byKey(r.Context(), r.FormValue("key"))
	if err != nil {
		serve.FailWith(w, r, err)
		return
	}
	things, err := k.things(r.Context(), x, mostEntries, true)
	if err != nil {
		serve.FailWith(w, r, err)
		return
	}
	base := "http://" + r.Host
	if serve.Secure(r) {
		base = "https://" + r.Host
	}
	out, err := atom(x, things, base)
	if err != nil {
		serve.FailWith(w, r, err)
		return
	}
	sum := sha256.Sum256(out)
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(out))
}

// byKey finds the search of a key, if its owner may read.
func (k *Keeper) byKey(ctx context.Context, key string) (found archive.SavedSearch, err error) {
	if !strings.HasPrefix(key, keyPrefix) || len(key) > 100 {
		return found, archive.ErrUnknown
	}
	want := digest(key)
	for x, err := range k.o.Store.Searches(ctx, "") {
		if err != nil {
			return found, err
		}
		if x.FeedKey != "" && subtle.ConstantTimeCompare([]byte(x.FeedKey), []byte(want)) == 1 {
			found = x
		}
	}
	if found.ID == "" {
		return found, archive.ErrUnknown
	}
	may, err := k.reads(ctx, found.Owner, serve.Reader)
	if err == nil && !may {
		err = archive.ErrUnknown
	}
	return found, err
}

// atom writes the feed of a search. It is of the same bytes as long as the
// search finds the same.
func atom(x archive.SavedSearch, things []Thing, base string) ([]byte, error) {
	list := "/" + x.List
	feed := atomFeed{ID: "urn:chancery:search:" + x.ID, Title: x.Name, Note: "What the search finds among " + x.List + ": " + x.Filter, Author: "Chancery",
		Updated: x.Made.Format(time.RFC3339), Links: []atomLink{{Rel: "alternate", Href: base + list + "?" + query(x.Filter), Type: "text/html"}}}
	for i := range things {
		t := &things[i]
		at := x.Made
		for _, day := range []string{t.Day, t.Published} { // the later word wins
			if d, err := time.Parse(time.DateOnly, day); err == nil {
				at = d
			}
		}
		e := atomEntry{ID: "urn:chancery:" + t.Kind + ":" + t.ID, Title: t.Title, Updated: at.Format(time.RFC3339), Links: []atomLink{{Rel: "alternate", Href: base + t.Path, Type: "text/html"}}}
		var say []string
		for _, part := range []string{t.Day, t.Status, t.Outcome} {
			if part != "" {
				say = append(say, part)
			}
		}
		e.Content = strings.Join(say, ", ")
		if t.Words != "" {
			e.Content += "\n“" + t.Words + "”"
			if t.Outlet != "" {
				e.Content += " (" + t.Outlet + ")"
			}
		}
		if e.Updated > feed.Updated {
			feed.Updated = e.Updated
		}
		feed.Entries = append(feed.Entries, e)
	}
	out, err := xml.MarshalIndent(feed, "", " ")
	return append([]byte(xml.Header), out...), err
}

func query(filter string) string { return url.Values{"q": {filter}}.Encode() }
