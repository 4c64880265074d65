package record

import "fmt"

// Severity says what became of the document.
type Severity string

// The severities: a warning leaves the record whole, an error leaves it empty.
const (
	Warning Severity = "warning"
	Error   Severity = "error"
)

// Diagnostic is something wrong with a document, told under a stable code.
// It is not an error of the program: the document is counted and the rest goes on.
type Diagnostic struct {
	Code     string   `json:"code"` // stable: "language-unsupported"
	Severity Severity `json:"severity"`
	Document string   `json:"document,omitempty"` // document id, or file name and line
	Message  string   `json:"message"`            // one sentence that says what to do
	At       *Span    `json:"at,omitempty"`       // where in the text, in code points
}

func (d Diagnostic) String() string {
	return fmt.Sprintf("%s: %s [%s]: %s", d.Document, d.Severity, d.Code, d.Message)
}

// The stable codes of diagnostics.
const (
	TextEmpty           = "text-empty"           // no text to read
	TextBinary          = "text-binary"          // bytes that are no text
	EncodingRepaired    = "encoding-repaired"    // broken bytes were replaced by U+FFFD
	LanguageUnsupported = "language-unsupported" // no model for the language of the text
	PublishedMissing    = "published-missing"    // relative dates stay unresolved
	PublishedUnreadable = "published-unreadable" // the date given is not a date
	PublishedRough      = "published-rough"      // the date given is a month or a year
	SentenceCut         = "sentence-cut"         // a sentence over the cap was cut
	TextTooLong         = "text-too-long"        // a text over the cap was refused
	LineInvalid         = "jsonl-line-invalid"   // a JSONL line that is no document
	HTMLTooDeep         = "html-too-deep"        // nesting over the cap was cut
	HTMLNoArticle       = "html-no-article"      // no article text found in the page
	HTMLPartial         = "html-partial"         // the page holds only the beginning of its article
	FileUnreadable      = "file-unreadable"      // the file cannot be opened or read

	// Web archives.
	ArchiveDamaged   = "warc-damaged"   // bytes that are no record, or a packed member that is broken
	ArchiveLength    = "warc-length"    // a record is shorter or longer than it says
	ArchiveTruncated = "warc-truncated" // a record breaks off
	ArchiveTooLong   = "warc-too-long"  // a record over the cap was left out
	ArchiveRevisit   = "warc-revisit"   // a page that was fetched again and had not changed

	// Bodies that came by HTTP, from an archive or from the network.
	BodyBroken  = "body-broken"  // the body breaks off or does not unpack; what was whole is read
	BodyBomb    = "body-bomb"    // the body grows too much when it is unpacked
	BodyUnknown = "body-unknown" // the body is packed in a way that is not known

	// Feeds.
	FeedInvalid     = "feed-invalid"      // what is at the address is no feed
	FeedBroken      = "feed-broken"       // the feed's markup breaks; entries there may be lost
	FeedEntities    = "feed-entities"     // the feed declares entities, which are not expanded
	FeedLinkMissing = "feed-link-missing" // an entry without a web address
	FeedDateFuture  = "feed-date-future"  // an entry dated more than a day ahead

	// The network.
	FetchDenied    = "fetch-denied"    // an address that must not be dialled, or another scheme than http and https
	FetchRobots    = "fetch-robots"    // the site's robots.txt forbids it, or cannot be read now
	FetchRedirects = "fetch-redirects" // too many redirects, or a circle of them
	FetchTooLong   = "fetch-too-long"  // the body is longer than allowed
	FetchTimeout   = "fetch-timeout"   // the server is too slow
	FetchStatus    = "fetch-status"    // the server answers with an error
	FetchFailed    = "fetch-failed"    // no connection, or one that breaks

	// Event sets of others.
	ForeignLine = "foreign-line-invalid" // a line that is no event of its set
)
