package archive

import (
	"cmp"
	"time"

	"chancery/record"
)

// Copy is what a document is to another that was there before it.
type Copy string

// The sorts of copy.
const (
	Syndicated Copy = "syndicated" // another outlet's print of the same text, whole, shortened or lightly edited
	Version    Copy = "version"    // a later or earlier state of the same page
)

// Document is a page as the archive keeps it.
type Document struct {
	record.Document
	// Text is there when it is kept (--keep-text) and has not been deleted.
	Text  string `json:"text,omitempty"`
	Words int    `json:"words"`
	// Host is the registered name in the address, without "www.".
	Host string `json:"host,omitempty"`
	// Outlet is who published it: the source as given, else the host.
	Outlet string `json:"outlet,omitempty"`
	// Credit is the agency that the page names as its origin, in lower case.
	Credit string `json:"credit,omitempty"`
	// Added is when it came into the archive.
	Added time.Time `json:"added"`
	// Coder names model, lexicon and registry that made the record.
	Coder string `json:"coder"`
	// Revision counts the codings of this text, from 1.
	Revision int `json:"revision"`
	// Original is the SHA-256 of the first document of the family of copies, and
	// Copy says what this one is to it; both are empty on the original itself.
	// Parent is the SHA-256 of the earlier document that it most resembles, which
	// leads, from parent to parent, to the original.
	Original string `json:"original,omitempty"`
	Parent   string `json:"parent,omitempty"`
	Copy     Copy   `json:"copy,omitempty"`
	// Appearances are all the places where this very text was found, in the order
	// of Before; the first is the one that the fields above describe.
	Appearances []Appearance `json:"appearances,omitempty"`
	// Diagnostics tell what was wrong with it, under stable codes.
	Diagnostics []record.Diagnostic `json:"diagnostics,omitempty"`
}

// Appearance is one place where a text was found. The same text at the same
// address from the same outlet on the same day is one appearance, however often
// it comes.
type Appearance struct {
	URL       string `json:"url,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
	Title     string `json:"title,omitempty"`
}

// Appears is how a document describes itself.
func (d *Document) Appears() Appearance {
	return Appearance{URL: d.URL, Outlet: d.Outlet, Published: d.Published, Title: d.Title}
}

// Before orders appearances: dated ones first, by date, then by outlet, address
// and title. The first one of a text gives the document its date, against which
// "on Monday" is read, so that the order of arrival makes no difference: when an
// earlier appearance comes, the text is coded again with it.
func (a Appearance) Before(b Appearance) bool {
	if (a.Published == "") != (b.Published == "") {
		return a.Published != ""
	}
	return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(a.Outlet, b.Outlet),
		cmp.Compare(a.URL, b.URL), cmp.Compare(a.Title, b.Title)) < 0
}

// Addition is one coded page on its way into the archive: all that is written
// in one transaction.
type Addition struct {
	Document Document // with its text, for linking
	// KeepText stores the text; without it the text is forgotten after linking.
	KeepText bool
	Record   record.Record
	Events   []Event     // flattened from Record, see Flatten
	Said     []Statement // flattened from Record
	Held     []Holding   // flattened from Record

	// Prints and Searches are what linking makes of the text and the events alone,
	// worked out beforehand (link.Prepare): so that additions, which wait for one
	// another, have less to do, and what a batch asks for is fetched at once.
	// Linking makes them where they are missing.
	Prints   *Prints
	Searches []Search
}

// Search is one question to History.Blocked.
type Search struct {
	Blocks   []string
	From, To string // days
}
