package watch

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"chancery/archive"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/feed"
)

// Source is one feed of the list, with what the user knows of its outlet.
type Source struct {
	Outlet    string
	Country   string // ISO 3166-1 alpha-3
	Ownership string
	URL       string
	Interval  time.Duration
	Note      string
}

// Profile is what the archive keeps of the outlet.
func (s Source) Profile() archive.Source {
	return archive.Source{Outlet: s.Outlet, Country: s.Country, Ownership: s.Ownership, Note: s.Note, Feed: s.URL}
}

// options are what is known of an article before its page is read. A page's own
// title and author are better than the feed's, so those are left to it.
func (s Source) options(f feed.Feed, e *feed.Entry) ingest.Options {
	return ingest.Options{Source: s.Outlet, Published: e.Published}
}

const (
	defaultInterval = 30 * time.Minute
	leastInterval   = time.Minute
)

// file is the form of feeds.toml.
type file struct {
	Interval string  `toml:"interval"`
	Feed     []entry `toml:"feed"`
}

type entry struct {
	Outlet    string `toml:"outlet"`
	Country   string `toml:"country"`
	Ownership string `toml:"ownership"`
	URL       string `toml:"url"`
	Interval  string `toml:"interval"`
	Note      string `toml:"note"`
}

// ReadSources reads a list of feeds:
//
//	interval = "30m"            # for feeds that name none
//
//	[[feed]]
//	outlet = "Averna Courier"
//	country = "AUT"
//	ownership = "public"        # state, public, private, party, agency, ngo
//	url = "https://courier.example/rss"
//	interval = "15m"
//	note = "fast, corrects itself"
//
// Each thing that is wrong is told, with the number of the feed in the list.
func ReadSources(raw string) ([]Source, error) {
	var f file
	meta, err := toml.Decode(raw, &f)
	if err != nil {
		return nil, fmt.Errorf("cannot read the list of feeds: %w", err)
	}
	var wrong []string
	for _, key := range meta.Undecoded() {
		wrong = append(wrong, fmt.Sprintf("%s is no key of the list", key))
	}
	usual, err := interval(f.Interval, defaultInterval)
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	var out []Source
	at := map[string]int{}
	for i, e := range f.Feed {
		s, faults := e.source(usual)
		if first, twice := at[s.URL]; twice && s.URL != "" {
			faults = append(faults, fmt.Sprintf("its url is that of feed %d", first))
		}
		at[s.URL] = i + 1
		for _, fault := range faults {
			wrong = append(wrong, fmt.Sprintf("feed %d: %s", i+1, fault))
		}
		out = append(out, s)
	}
	if len(f.Feed) == 0 {
		wrong = append(wrong, "there is no [[feed]]")
	}
	if wrong != nil {
		return nil, fmt.Errorf("cannot use the list of feeds: %s", strings.Join(wrong, "; "))
	}
	return out, nil
}

func (e entry) source(usual time.Duration) (Source, []string) {
	var wrong []string
	s := Source{Outlet: strings.TrimSpace(e.Outlet), Country: e.Country, Ownership: e.Ownership, URL: strings.TrimSpace(e.URL), Note: e.Note}
	u, err := url.Parse(s.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		wrong = append(wrong, fmt.Sprintf("url %.100q is no web address", s.URL))
	}
	if s.Outlet == "" && u != nil {
		s.Outlet = strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	wrong = append(wrong, s.Profile().Wrong()...)
	if s.Interval, err = interval(e.Interval, usual); err != nil {
		wrong = append(wrong, err.Error())
	}
	return s, wrong
}

func interval(s string, usual time.Duration) (time.Duration, error) {
	if s == "" {
		return usual, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < leastInterval {
		return usual, fmt.Errorf("interval %.20q: give at least 1m, as 15m or 2h", s)
	}
	return d, nil
}
