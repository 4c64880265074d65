package page

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	one = "The foreign ministers of both states met in Geneva on Tuesday, officials said."
	two = "They will meet again in May, according to a joint statement that was published later."
)

func TestText(t *testing.T) {
	for _, c := range []struct{ what, page, text string }{
		{"paragraphs", "<p>" + one + "</p><p>" + two + "</p>", one + "\n\n" + two},
		{"unclosed paragraphs", "<p>" + one + "<p>" + two, one + "\n\n" + two},
		{"inline tags break no word", "<p>The <b>f</b>oreign <i>min</i><u>isters</u> of both states met in Geneva on T<span>ues</span>day, officials said.</p>", one},
		{"white space runs together", "<p>The foreign\n   ministers&nbsp;of\tboth states met in Geneva on Tuesday, <b> officials </b> said.</p>", one},
		{"entities", "<p>" + one + " &ldquo;Fish &amp; chips&rdquo; &#8212; caf&eacute; &#x1F600;.</p>", one + " “Fish & chips” — café 😀."},
		{"soft hyphens and word breaks", "<p>The for&shy;eign min<wbr>isters of both states met in Gen\u200Beva on Tuesday, officials said.</p>", one},
		{"line break", "<p>" + one + "<br>" + two + "</p>", one + "\n" + two},
		{"two line breaks", "<div>" + one + "<br><br>" + two + "</div>", one + "\n\n" + two},
		{"heading between", "<p>" + one + "</p><h2>What comes next</h2><p>" + two + "</p>", one + "\n\nWhat comes next\n\n" + two},
		{"heading over nothing", "<p>" + one + "</p><p>" + two + "</p><h3>Related</h3>", one + "\n\n" + two},
		{"list", "<p>" + one + "</p><ul><li>They signed a treaty on fishing, and another one on trade.</li><li>They will meet again in the spring of next year.</li></ul>", one + "\n\nThey signed a treaty on fishing, and another one on trade.\n\nThey will meet again in the spring of next year."},
		{"scripts and styles", "<p>" + one + "<script>if(a<b)document.write('<p>no</p>')</script></p><style>p{}</style><p>" + two + "</p><noscript><p>Turn it on!</p></noscript>", one + "\n\n" + two},
		{"comments", "<p>" + one + "<!-- <p>hidden</p> --></p><!--[if IE]><p>old</p><![endif]--><p>" + two + "</p>", one + "\n\n" + two},
		{"hidden", "<p>" + one + "</p><div style='display: none'>Secret words.</div><p>" + two + "</p><div hidden=hidden><p>More of it.</p></div>", one + "\n\n" + two},
		{"caption", "<p>" + one + "</p><figure><img src=a><figcaption>The two men on Monday.</figcaption></figure><p>" + two + "</p>", one + "\n\n" + two},
		{"drawing", "<p>" + one + "</p><svg><title>Logo</title><path/><g><text>Words</text></g></svg><p>" + two + "</p>", one + "\n\n" + two},
		{"unclosed drawing", "<p>" + one + "</p><svg><path><p>" + two + "</p>", one + "\n\n" + two},
		{"calls between paragraphs", "<p>" + one + "</p><p>READ MORE: <a href=x>Another story</a></p><p>Advertisement</p><p>Follow us on Twitter</p><p>" + two + "</p>", one + "\n\n" + two},
		{"a sentence that begins like a call", "<p>Follow us, the minister told reporters, or stay behind in the dark valley.</p><p>" + two + "</p>", "Follow us, the minister told reporters, or stay behind in the dark valley.\n\n" + two},
		{"links in the text", "<p>The <a href=x>foreign ministers of both states</a> met in Geneva on Tuesday, <a href=y>officials</a> said.</p>", one},
		{"article named like clutter", "<div class='comments related'><p>" + one + "</p><p>" + two + "</p></div>", one + "\n\n" + two},
		{"no markup at all", one, one},
		{"words outside <p>", "<div>" + one + "</div><div>" + two + "</div>", one + "\n\n" + two},
		{"only a menu", "<ul><li><a href=a>World</a><li><a href=b>Sport</a></ul>", ""},
		{"nothing", "", ""},
		{"a short text", "<p>Talks were held.</p>", "Talks were held."},
		{"body in the data alone", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Talks","articleBody":"` + one + `\n\n` + two + `"}</script><div id=root></div>`, one + "\n\n" + two},
		{"form around all", "<form><p>" + one + "</p><p>" + two + "</p><input value=x></form>", one + "\n\n" + two},
		{"article set as a heading", "<h3>" + strings.Repeat(one+" ", 9) + "</h3>", strings.TrimSpace(strings.Repeat(one+" ", 9))},
		{"preformatted", "<pre>" + one + "\n\n" + two + "</pre>", one + "\n\n" + two},
	} {
		if got := Read("<html><body>"+c.page+"</body></html>", "").Page.Text; got != c.text {
			t.Errorf("%s:\n got %q\nwant %q", c.what, got, c.text)
		}
	}
}

func TestMetadata(t *testing.T) {
	body := "<p>" + one + "</p><p>" + two + "</p>"
	for _, c := range []struct{ what, page, title, source, author, published, language string }{
		{"nothing", body, "", "", "", "", ""},
		{"title with its outlet", "<title>Talks in Geneva | Wire News</title><h1>Talks in Geneva</h1>", "Talks in Geneva", "Wire News", "", "", ""},
		{"title without a heading", "<title>Talks in Geneva - Wire News</title><meta property=og:site_name content='Wire News'>", "Talks in Geneva", "Wire News", "", "", ""},
		{"dublin core", "<meta name=DC.title content=Talks><meta name=DC.date content=2019-02-11><meta name=DC.creator content='R. Roe'><meta name=DC.publisher content=Gazette>", "Talks", "Gazette", "R. Roe", "2019-02-11", ""},
		{"citation", "<meta name=citation_title content=Talks><meta name=citation_publication_date content=2019/02/11><meta name=citation_author content='R. Roe'>", "Talks", "", "R. Roe", "2019/02/11", ""},
		{"locale", "<meta property=og:locale content=en_GB>", "", "", "", "", "en_GB"},
		{"language of the root", "<html lang=en-US>", "", "", "", "", "en-US"},
		{"author that is an address", "<meta property=article:author content='https://facebook.example/wire'><span class=byline>By Ann Lee 3 May 2020</span>", "", "", "Ann Lee", "", ""},
		{"time below the heading", "<time datetime=2001-01-01>masthead</time><h1>Talks</h1><time datetime=2023-05-22>May 22</time><time datetime=2024-01-01>later</time>", "Talks", "", "", "2023-05-22", ""},
		{"visible date", "<h1>Talks</h1><div>Published: 22 May 2023 10:05 GMT</div>", "Talks", "", "", "Published: 22 May 2023 10:05 GMT", ""},
		{"date above the heading is the day of the visit", "<div>Monday, May 22, 2023</div><h1>Talks</h1>", "Talks", "", "", "", ""},
		{"date in the address", "<link rel=canonical href=https://a.example/2023/05/22/talks>", "", "", "", "2023-05-22", ""},
		{"date that is none, then one that is", "<meta property=article:published_time content=unknown><meta name=date content=2023-05-22>", "", "", "", "2023-05-22", ""},
		{"date that is none", "<meta property=article:published_time content=unknown>", "", "", "", "unknown", ""},
		{"data in a list", `<script type="application/ld+json">[{"@type":"WebSite","name":"W"},{"@type":"NewsArticle","headline":"Talks &amp; more","datePublished":"2023-05-22","author":["Ann Lee",{"name":"Bo Ek"}],"publisher":{"name":"Wire"}}]</script>`, "Talks & more", "Wire", "Ann Lee, Bo Ek", "2023-05-22", ""},
		{"data with faults", "<script type='application/ld+json'>//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"Talks\nin Geneva\",\"datePublished\":\"2023-05-22\"};\n//]]></script>", "Talks in Geneva", "", "", "2023-05-22", ""},
		{"data by reference", `<script type="application/ld+json">{"@graph":[{"@type":"Person","@id":"#a","name":"Ann Lee"},{"@type":"NewsArticle","headline":"Talks","author":{"@id":"#a"}}]}</script>`, "Talks", "", "Ann Lee", "", ""},
		{"data that is no JSON", `<script type="application/ld+json">{"@type":</script><title>Talks</title>`, "Talks", "", "", "", ""},
		{"headline that the page does not show", `<title>Geneva</title><script type="application/ld+json">{"@type":"Article","headline":"city in Switzerland"}</script>`, "Geneva", "", "", "", ""},
		{"microdata", "<div itemscope><h1 itemprop=headline>Talks</h1><span itemprop=author>By Ann Lee</span><meta itemprop=datePublished content=2023-05-22></div>", "Talks", "", "Ann Lee", "2023-05-22", ""},
	} {
		d := Read(c.page+body, "").Page.Document
		for _, f := range [][3]string{{"title", d.Title, c.title}, {"source", d.Source, c.source}, {"author", d.Author, c.author}, {"published", d.Published, c.published}, {"language", d.Language, c.language}} {
			if f[1] != f[2] {
				t.Errorf("%s: %s %q, want %q", c.what, f[0], f[1], f[2])
			}
		}
	}
}

func TestCharset(t *testing.T) {
	for _, c := range []struct{ page, header, want string }{
		{`<meta charset="windows-1251">`, "", "windows-1251"},
		{`<META http-equiv=Content-Type content="text/html; charset=koi8-r">`, "", "koi8-r"},
		{`<?xml version="1.0" encoding='ISO-8859-2'?>`, "", "ISO-8859-2"},
		{`<meta charset=utf-8>`, "text/html; charset=gbk", "gbk"},
		{`<meta charset=utf-8>`, "text/html", "utf-8"},
		{`<p>charset=nonsense`, "", ""},
	} {
		if got := Charset([]byte(c.page), c.header); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.page, c.header, got, c.want)
		}
	}
}

// Pruning keeps the tree shallow, whatever the page.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"<p>" + one + "<p>" + two, "<table><td><table><td>x", "<b><i><p></b>x</i>", "<svg><p>x</svg>", "<a><div><a>x</a></div>",
		"<script type=ld+json>{\"@graph\":[[{\"@type\":\"Article\",\"headline\":\"x\"}]]}</script>", "<title>x", "<select><option><p>x", "<ul><li>x<li>y</ul>", "<frameset><frame>", "<math><mi><p>",
	} {
		f.Add(s, uint16(3))
	}
	f.Fuzz(func(t *testing.T, s string, times uint16) {
		if len(s) > 2000 || !utf8.ValidString(s) {
			t.Skip()
		}
		found := Read(strings.Repeat(s, 1+int(times)%200), "https://a.example/x")
		if !utf8.ValidString(found.Page.Text) || strings.TrimSpace(found.Page.Text) != found.Page.Text || strings.Contains(found.Page.Text, "\n\n\n") {
			t.Fatalf("%q: text %q", s, found.Page.Text)
		}
		if again := Read(strings.Repeat(s, 1+int(times)%200), "https://a.example/x"); again.Page.Text != found.Page.Text {
			t.Fatalf("%q: two readings differ", s)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	raw, err := os.ReadFile("../testdata/pages/opengraph.html")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		Read(string(raw), "")
	}
}
