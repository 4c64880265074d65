package newsroom

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"
)

// themes is how many looks of page there are.
const themes = 4

// HTML is the dispatch as a page of its outlet: with menus, a consent box, ads,
// links to other articles, structured data and scripts, as news sites have them.
func (d *Dispatch) HTML() []byte {
	p := page{Dispatch: d}
	p.head()
	p.top()
	p.article()
	p.below()
	return []byte(p.b.String())
}

// Header are the fields of the HTTP response that brings the page.
func (d *Dispatch) Header() [][2]string {
	return [][2]string{
		{"Content-Type", "text/html; charset=utf-8"},
		{"Date", d.Published.Add(40 * time.Minute).UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")},
		{"Server", []string{"nginx", "Apache", "cloud", "nginx/1.24.0"}[d.Outlet.Theme%4]},
		{"Cache-Control", "public, max-age=300"},
		{"Vary", "Accept-Encoding"},
	}
}

// Fetched is when the crawler of the demonstration came by.
func (d *Dispatch) Fetched() time.Time { return d.Published.Add(40 * time.Minute) }

type page struct {
	*Dispatch
	b strings.Builder
}

func (p *page) f(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

func esc(s string) string { return html.EscapeString(s) }

var menu = []string{"Home", "World", "Politics", "Economy", "Region", "Opinion", "Culture", "Science", "Sport", "Weather", "Video", "Archive"}

// stamp is the time as the outlet writes it; one sort writes only a time element.
func (p *page) stamp() string { return p.Published.Format("2006-01-02T15:04:05Z07:00") }

func (p *page) head() {
	p.f("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s | %s</title>\n", esc(p.Title), esc(p.Outlet.Name))
	p.f("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"canonical\" href=\"%s\">\n", esc(p.URL))
	p.f("<meta name=\"description\" content=\"%s\">\n", esc(cut(p.Paragraphs[0], 150)))
	p.f("<meta property=\"og:type\" content=\"article\">\n<meta property=\"og:title\" content=\"%s\">\n<meta property=\"og:site_name\" content=\"%s\">\n<meta property=\"og:url\" content=\"%s\">\n", esc(p.Title), esc(p.Outlet.Name), esc(p.URL))
	if p.Outlet.Theme != 2 {
		p.f("<meta property=\"article:published_time\" content=\"%s\">\n", p.stamp())
	}
	if p.Outlet.Theme%2 == 0 {
		p.linkedData()
	}
	p.b.WriteString("<style>")
	for i := range 60 {
		p.f(".c%d-%d{margin:%dpx;padding:0 %dpx;color:#%03x;display:flex}", p.Outlet.Theme, i, i%9, i%7, (i*331)%4096)
	}
	p.b.WriteString("</style>\n<script>window.dataLayer=window.dataLayer||[];(function(w,d){var q=[];w.track=function(){q.push(arguments)};")
	for i := range 40 {
		p.f("q.push(['slot',%d,'/1%05d/%s']);", i, i*137, slug(p.Outlet.Name))
	}
	p.b.WriteString("})(window,document);</script>\n</head>\n")
}

func (p *page) linkedData() {
	data := map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": p.Title, "datePublished": p.stamp(), "dateModified": p.stamp(),
		"mainEntityOfPage": p.URL, "publisher": map[string]any{"@type": "Organization", "name": p.Outlet.Name}, "inLanguage": "en",
	}
	if p.Byline != "" {
		data["author"] = []any{map[string]any{"@type": "Person", "name": p.Byline}}
	}
	raw, err := json.Marshal(data)
	if err != nil {
		panic("newsroom: " + err.Error())
	}
	p.f("<script type=\"application/ld+json\">%s</script>\n", raw)
}

func (p *page) top() {
	p.f("<body class=\"article theme-%d\">\n<div id=\"consent\" role=\"dialog\"><p>We and our partners use cookies to measure how our pages are used. You can change your choice at any time.</p><button>Accept all</button><button>Only what is needed</button></div>\n", p.Outlet.Theme)
	p.f("<header class=\"site-header\"><a href=\"/\" class=\"logo\">%s</a><nav class=\"main-nav\"><ul>", esc(p.Outlet.Name))
	for _, m := range menu {
		p.f("<li><a href=\"/%s/\">%s</a></li>", strings.ToLower(m), m)
	}
	p.b.WriteString("</ul></nav><form class=\"search\" action=\"/search\"><input name=\"q\" placeholder=\"Search\"><button>Search</button></form></header>\n")
	p.b.WriteString("<div class=\"ad ad-top\" data-slot=\"leaderboard\"><span>Advertisement</span><a href=\"https://ads.example/click?id=1\">Save on your next trip</a></div>\n")
	if p.Outlet.Theme == 1 {
		p.f("<div class=\"ticker\"><strong>Breaking</strong> ")
		p.links(3)
		p.b.WriteString("</div>\n")
	}
}

func (p *page) links(n int) {
	p.b.WriteString("<ul>")
	for _, l := range p.related[max(0, len(p.related)-n):] {
		p.f("<li><a href=\"%s\">%s</a></li>", esc(l.url), esc(l.title))
	}
	p.b.WriteString("</ul>")
}

// article is the article itself, in the markup of the theme.
func (p *page) article() {
	open, end, body := "<main><article class=\"story\">", "</article></main>", "<div class=\"story-body\">"
	switch p.Outlet.Theme {
	case 1:
		open, end, body = "<div id=\"content\"><div class=\"post\">", "</div></div>", "<div class=\"entry-content\">"
	case 2:
		open, end, body = "<main role=\"main\"><section class=\"page-section\"><article>", "</article></section></main>", "<div itemprop=\"articleBody\">"
	case 3:
		open, end, body = "<div class=\"wrap\"><div class=\"col-main article-detail\">", "</div></div>", "<div class=\"text\">"
	}
	p.f("%s\n<nav class=\"breadcrumb\"><a href=\"/\">Home</a> &rsaquo; <a href=\"/world/\">World</a></nav>\n<h1>%s</h1>\n", open, esc(p.Title))
	p.b.WriteString("<div class=\"meta\">")
	if p.Byline != "" {
		p.f("<span class=\"byline\">By <a rel=\"author\" href=\"/authors/%s\">%s</a></span> ", slug(p.Byline), esc(p.Byline))
	}
	p.f("<time datetime=\"%s\">%s</time></div>\n", p.stamp(), p.Published.Format("2 January 2006, 15:04"))
	p.b.WriteString("<div class=\"share\"><a href=\"#\">Share</a> <a href=\"#\">Post</a> <a href=\"#\">Mail</a> <a href=\"#\">Print</a></div>\n")
	p.f("<figure><img src=\"/img/%d.jpg\" alt=\"\"><figcaption>A view of the city. Photo: archive</figcaption></figure>\n%s\n", p.ID, body)
	for i, s := range p.Paragraphs {
		p.f("<p>%s</p>\n", esc(s))
		if i == 2 {
			p.b.WriteString("<div class=\"ad ad-inline\"><span>Advertisement</span></div>\n")
		}
		if i == 4 && len(p.related) > 0 {
			l := p.related[len(p.related)-1]
			p.f("<aside class=\"read-also\"><strong>Read also:</strong> <a href=\"%s\">%s</a></aside>\n", esc(l.url), esc(l.title))
		}
	}
	p.f("</div>\n<div class=\"tags\"><a href=\"/tag/world\">world</a> <a href=\"/tag/diplomacy\">diplomacy</a></div>\n%s\n", end)
}

func (p *page) below() {
	p.b.WriteString("<aside class=\"related\"><h2>More on this</h2>")
	p.links(6)
	p.b.WriteString("</aside>\n<aside class=\"most-read\"><h2>Most read</h2>")
	p.links(relatedMost)
	p.b.WriteString("</aside>\n<section class=\"newsletter\"><h2>Our newsletter</h2><p>The news of the day in your mailbox every morning.</p><form><input type=\"email\"><button>Subscribe</button></form></section>\n")
	p.b.WriteString("<section class=\"comments\" id=\"comments\"><h2>Comments</h2><p>Comments are closed for this article.</p></section>\n<footer><ul>")
	for _, m := range []string{"About us", "Contact", "Terms of use", "Privacy", "Imprint", "Advertise", "Jobs"} {
		p.f("<li><a href=\"/%s\">%s</a></li>", slug(m), m)
	}
	p.f("</ul><p>&copy; %d %s. An invented outlet of Chancery's newsroom: persons, states and happenings do not exist.</p></footer>\n<script>", p.Published.Year(), esc(p.Outlet.Name))
	for i := range 80 {
		p.f("track('view',%d,{id:%d,ref:'%x'});", i, p.ID, i*7919+p.ID)
	}
	p.b.WriteString("</script>\n</body>\n</html>\n")
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
