package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"chancery/record"
)

var now = time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)

func read(raw string) Feed {
	return Read([]byte(raw), Options{Name: "f", URL: "https://averna.example/news/feed.xml", Now: now})
}

func codes(list []record.Diagnostic) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Code)
	}
	return strings.Join(out, " ")
}

// show writes a feed so that tests can compare it.
func show(f Feed) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%s|%s|%s|%s\n", f.Kind, f.Title, f.Link, f.Language, codes(f.Diagnostics))
	for _, e := range f.Entries {
		fmt.Fprintf(&b, "%s|%s|%s|%s|%s|%v|%s\n", e.Link, e.Title, e.Author, e.Published, e.Content, e.Full, codes(e.Diagnostics))
	}
	return b.String()
}

func TestKinds(t *testing.T) {
	for _, c := range []struct{ what, raw, want string }{
		{"RSS 2.0", `<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>Averna Post</title>
<link>https://averna.example/</link><language>en-gb</language><image><title>Logo</title><link>https://x.example/</link></image>
<item><title>Talks &amp; tea</title><link>/a?utm_source=feed</link><guid isPermaLink="false">7</guid><pubDate>Tue, 04 Mar 2031 09:30:00 GMT</pubDate>
<dc:creator>Ana Pell</dc:creator><description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded><source url="https://y.example">Y</source></item>
</channel></rss>`,
			"rss|Averna Post|https://averna.example/|en-gb|\nhttps://averna.example/a?utm_source=feed|Talks & tea|Ana Pell|2031-03-04T09:30:00Z|<p>Long.</p>|true|\n"},
		{"RSS 0.91", `<rss version="0.91"><channel><title>A</title><item><title>B</title><link>https://averna.example/b</link><description>D</description></item></channel></rss>`,
			"rss|A|||\nhttps://averna.example/b|B|||D|false|published-missing\n"},
		{"RSS 1.0", `<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>A</title><link>https://averna.example/</link></channel>
<item rdf:about="y"><title>B</title><link>https://averna.example/b</link><dc:date>2031-03-03T10:00:00+02:00</dc:date></item></rdf:RDF>`,
			"rdf|A|https://averna.example/||\nhttps://averna.example/b|B||2031-03-03T10:00:00+02:00||false|\n"},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="html">A &lt;b&gt;B&lt;/b&gt;</title><link rel="self" href="/feed"/><link href="/"/>
<entry><title>T</title><link rel="enclosure" href="/x.mp3"/><link rel="alternate" href="c"/><id>urn:1</id><published>2031-03-01</published><updated>2031-03-02</updated>
<author><name>Ana Pell</name><email>a@averna.example</email></author><summary>S</summary><content type="xhtml"><div><p>One <b>two</b>.</p></div></content></entry></feed>`,
			"atom|A B|https://averna.example/|en|\nhttps://averna.example/news/c|T|Ana Pell|2031-03-01|<div><p>One <b>two</b>.</p></div>|true|\n"},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"A","home_page_url":"https://averna.example/","items":[
{"id":1,"url":"https://averna.example/1","title":"a < b","content_text":"x<y","date_published":"2031-03-04T00:00:00Z","authors":[{"name":"Ana Pell"}]},
{"id":"https://averna.example/2","title":7,"content_html":"<p>H"}, "broken"]}`,
			"json|A|https://averna.example/||feed-broken\nhttps://averna.example/1|a < b|Ana Pell|2031-03-04T00:00:00Z|<p>x&lt;y</p>|true|\nhttps://averna.example/2|7|||<p>H|true|published-missing\n"},
		{"guid as address", `<rss><channel><item><title>B</title><guid>https://averna.example/b</guid></item></channel></rss>`,
			"rss||||\nhttps://averna.example/b|B||||false|published-missing\n"},
		{"a page", `<!DOCTYPE html><html><body><p>No feed.</body></html>`, "||||feed-invalid\n"},
		{"words", `hello`, "||||feed-invalid\n"},
		{"nothing", ``, "||||feed-invalid\n"},
		{"other JSON", `{"a":1}`, "||||feed-invalid\n"},
	} {
		if got := show(read(c.raw)); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.what, got, c.want)
		}
	}
}

func rss(items string) string {
	return `<rss version="2.0"><channel><title>A</title>` + items + `</channel></rss>`
}

func entry(n int, more string) string {
	return fmt.Sprintf("<item><title>T%d</title><link>https://averna.example/%d</link><pubDate>4 Mar 2031</pubDate>%s</item>", n, n, more)
}

func titles(f Feed) string {
	var out []string
	for _, e := range f.Entries {
		out = append(out, e.Title)
	}
	return strings.Join(out, " ")
}

// Script in a title is taken out, whichever way it is written.
func TestScriptInTitle(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`&lt;script&gt;alert(1)&lt;/script&gt;Talks held`, "Talks held"},
		{`<![CDATA[Talks <script>alert(1)</script>held]]>`, "Talks held"},
		{`&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Talks held`, "Talks held"},
		{`Talks <img src=x onerror="alert(1)">held`, "Talks held"},
		{`<![CDATA[<svg onload=alert(1)>Talks <b>held</b>]]>`, "Talks held"},
		{`Talks held &amp; ended`, "Talks held & ended"},
		{`1 &lt; 2`, "1 < 2"},
		{"Talks\n\t held\u0000", "Talks held\uFFFD"},
	} {
		f := read(rss("<item><title>" + c.raw + "</title><link>https://averna.example/1</link></item>"))
		if len(f.Entries) != 1 || f.Entries[0].Title != c.want {
			t.Errorf("%s: %+v", c.raw, f.Entries)
		}
	}
}

func TestEntityBomb(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	f := read(bomb + rss(entry(1, "<description>&c;&c;</description>")+entry(2, "")))
	if titles(f) != "T1 T2" || len(f.Entries[0].Content) > 20 || codes(f.Diagnostics) != record.FeedEntities {
		t.Errorf("%s", show(f))
	}
}

func TestExternalEntity(t *testing.T) {
	f := read(`<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://127.0.0.1/x.dtd"> %y;]>` + rss(entry(1, "<description>&x;</description>")))
	if titles(f) != "T1" || f.Entries[0].Content != "&x;" || codes(f.Diagnostics) != record.FeedEntities {
		t.Errorf("%s", show(f))
	}
}

func TestBrokenFeeds(t *testing.T) {
	three := entry(1, "") + entry(2, "") + entry(3, "")
	for _, c := range []struct{ what, raw, titles, codes string }{
		{"one bad byte in a title", strings.Replace(rss(three), "T2", "Déjà-T\xFF2-été", 1), "T1 Déjà-T\uFFFD2-été T3", record.EncodingRepaired},
		{"a control character", strings.Replace(rss(three), "T2", "T\x082", 1), "T1 T\uFFFD2 T3", ""},
		{"a bare ampersand", rss(entry(1, "<description>a & b &nope; &#xFFFFFFFF; c</description>") + entry(2, "")), "T1 T2", ""},
		{"a bare less-than", rss(entry(1, "<description>1 < 2</description>") + entry(2, "")), "T1 T2", record.FeedBroken},
		{"an attribute that breaks", rss(`<item><title>T0</title><a b="<c" / d=</item>` + three), "T1 T2 T3", record.FeedBroken},
		{"cut in an entry", rss(three)[:len(rss(three))-40], "T1 T2 T3", record.FeedBroken},
		{"cut in a tag", rss(entry(1, ""))[:len(rss(entry(1, "")))-13], "T1", record.FeedBroken},
		{"entries never closed", rss(strings.ReplaceAll(three, "</item>", "")), "T1 T2 T3", record.FeedBroken},
		{"ends without beginnings", rss("</b></item></x>" + three), "T1 T2 T3", ""},
		{"upper case", strings.ToUpper(rss("<item><title>t1</title><link>https://averna.example/1</link></item>")), "T1", ""},
		{"windows-1252 as declared", `<?xml version="1.0" encoding="windows-1252"?>` + rss("<item><title>Caf\xe9</title><link>/1</link></item>"), "Café", ""},
		{"windows-1252 declared as UTF-8", `<?xml version="1.0" encoding="utf-8"?>` + rss(entry(1, "<description>"+strings.Repeat("L'\xe9t\xe9 \xe0 Gen\xe8ve. ", 20)+"</description>")), "T1", ""},
		{"UTF-8 declared as latin", `<?xml version="1.0" encoding="iso-8859-1"?>` + rss("<item><title>Café</title><link>/1</link></item>"), "Café", ""},
		{"an unknown encoding", `<?xml version="1.0" encoding="klingon"?>` + rss("<item><title>Café</title><link>/1</link></item>"), "Café", ""},
		{"very deep", rss(strings.Repeat("<x>", 100_000) + strings.Repeat("</x>", 100_000) + three), "T1 T2 T3", ""},
	} {
		f := read(c.raw)
		if titles(f) != c.titles || codes(f.Diagnostics) != c.codes {
			t.Errorf("%s: %q, %q; want %q, %q", c.what, titles(f), codes(f.Diagnostics), c.titles, c.codes)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ raw, want, codes string }{
		{"<pubDate>Tue, 4 Mar 2031 09:30:00 +0200</pubDate>", "2031-03-04T09:30:00+02:00", ""},
		{"<pubDate>soon</pubDate><dc:date>2031-03-04</dc:date>", "2031-03-04", ""},
		{"<pubDate>2031-03-05T06:00:00Z</pubDate>", "2031-03-05T06:00:00Z", ""}, // tomorrow somewhere
		{"<pubDate>2032-03-04</pubDate>", "", record.FeedDateFuture},
		{"<pubDate>2032-03-04</pubDate><dc:date>2031-03-02</dc:date>", "2031-03-02", ""},
		{"<pubDate>soon</pubDate>", "", record.PublishedUnreadable},
		{"<pubDate>03/04/2031</pubDate>", "", record.PublishedUnreadable},
		{"<pubDate> </pubDate>", "", record.PublishedMissing},
		{"", "", record.PublishedMissing},
	} {
		f := read(rss("<item><title>T</title><link>/1</link>" + c.raw + "</item>"))
		if len(f.Entries) != 1 || f.Entries[0].Published != c.want || codes(f.Entries[0].Diagnostics) != c.codes {
			t.Errorf("%s: %s", c.raw, show(f))
		}
	}
}

// The identity is the address: not the GUID, not what counts clicks. The digest
// tells that the entry has changed.
func TestIdentity(t *testing.T) {
	one := func(guid, link, title string) Entry {
		return read(rss("<item><title>" + title + "</title><link>" + link + "</link><guid isPermaLink=\"false\">" + guid + "</guid></item>")).Entries[0]
	}
	base := one("1", "https://averna.example/a?id=3", "T")
	for _, c := range []struct {
		what       string
		e          Entry
		key, whole bool
	}{
		{"changed GUID", one("2", "https://averna.example/a?id=3", "T"), true, true},
		{"click counters and fragment", one("1", "https://AVERNA.example/a?utm_source=x&amp;id=3&amp;fbclid=9#top", "T"), true, true},
		{"changed title", one("1", "https://averna.example/a?id=3", "T, updated"), true, false},
		{"another page", one("1", "https://averna.example/a?id=4", "T"), false, true},
	} {
		if (c.e.Key == base.Key) != c.key || (c.e.Digest == base.Digest) != c.whole {
			t.Errorf("%s: %+v", c.what, c.e)
		}
	}
}

func TestLinks(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"a b", "https://averna.example/news/a%20b"},
		{"//other.example/x", "https://other.example/x"},
		{"javascript:alert(1)", ""},
		{"file:///etc/passwd", ""},
		{"data:text/html,x", ""},
		{"https://user:secret@averna.example/", "https://averna.example/"},
		{"http://", ""},
		{"http://[::1", ""},
	} {
		f := read(rss("<item><title>T</title><link>" + c.raw + "</link></item>"))
		if len(f.Entries) != 1 || f.Entries[0].Link != c.want {
			t.Errorf("%s: %s", c.raw, show(f))
		}
	}
}

func TestPause(t *testing.T) {
	for _, c := range []struct {
		raw  string
		want time.Duration
	}{
		{"<ttl>90</ttl>", 90 * time.Minute},
		{"<ttl>-5</ttl>", 0},
		{"<ttl>99999999999</ttl>", 7 * 24 * time.Hour},
		{"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30 * time.Minute},
	} {
		if got := read(rss(c.raw)).Pause; got != c.want {
			t.Errorf("%s: %s", c.raw, got)
		}
	}
}

func TestLimits(t *testing.T) {
	many := rss(strings.Repeat(entry(1, ""), 50))
	if f := Read([]byte(many), Options{MaxEntries: 10}); len(f.Entries) != 10 {
		t.Errorf("%d entries", len(f.Entries))
	}
	if f := Read([]byte(many), Options{MaxBytes: 100}); len(f.Entries) != 0 || codes(f.Diagnostics) != record.FeedInvalid {
		t.Errorf("%s", show(f))
	}
}

// Whatever the bytes: what comes out is clean, addresses are of the web, there is
// no more text than went in, and the same bytes give the same feed.
func FuzzRead(f *testing.F) {
	f.Add(rss(entry(1, "<description>&c;<b>x</b></description>")))
	f.Add(`<feed xmlns="a"><entry><title type="xhtml"><div>x</div></title><link href="//x"/><content type="xhtml"><p>y</entry>`)
	f.Add(`<rdf:RDF><item><link>http://x/</link></item>`)
	f.Add(`{"items":[{"id":"1","url":"http://x/","title":"<b>"}]}`)
	f.Add("<rss><item><title>\xFF</title><link>a<link>b</item><item><![CDATA[")
	f.Fuzz(func(t *testing.T, raw string) {
		a := read(raw)
		if show(a) != show(read(raw)) {
			t.Fatal("two readings differ")
		}
		total := 0
		for _, e := range a.Entries {
			total += len(e.Content)
			if e.Key == "" || e.Digest == "" {
				t.Fatalf("no identity: %+v", e)
			}
			if e.Link != "" && parse(e.Link) == nil {
				t.Fatalf("no web address: %q", e.Link)
			}
			if !utf8.ValidString(e.Title+e.Content+e.Author+e.Link) || strings.ContainsAny(e.Title+e.Author, "\x00\n") {
				t.Fatalf("not clean: %+v", e)
			}
		}
		if total > 6*len(raw)+1000 { // an escape may grow five times
			t.Fatalf("%d bytes of text of %d", total, len(raw))
		}
	})
}

func BenchmarkRead(b *testing.B) {
	raw := []byte(rss(strings.Repeat(entry(1, "<description><![CDATA["+strings.Repeat("<p>The ministers met.</p>", 40)+"]]></description>"), 50)))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		Read(raw, Options{})
	}
}
