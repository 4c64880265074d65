package store

import (
	"context"
	"database/sql"
	"regexp"
	"strconv"
	"strings"
)

// Dialect is what differs between the databases: a value for each, in its own
// sub-package. All other SQL is the same for all.
type Dialect struct {
	Name string
	// Words stand for @…@ in the migrations.
	Words map[string]string
	// Search makes a table of words with rows (id, words), for @SEARCH name@.
	Search func(table string) string
	// Begin are the statements that begin a transaction which writes.
	Begin []string
	// Numbered tells that parameters are $1, $2, … and not question marks.
	Numbered bool
	// Row is the column that names a row of a table of words, Indexed the value
	// to insert for a parameter that Index makes of the words of texts. A phrase
	// is never found across two texts.
	Row, Indexed string
	Index        func(texts [][]string) any
	// Matching is a condition on the table of words; its parameter is what Match
	// writes of phrases of which one must be there.
	Matching func(table string) string
	Match    func(phrases []Phrase) string
	// Among is a condition that a column holds one of many numbers, given in one
	// parameter that Numbers writes.
	Among   func(column string) string
	Numbers func(ids []int64) any
	// AmongMany is the same for lists that may have very many numbers, which a
	// database would else weigh one by one for each part of a table.
	AmongMany func(column string) string
	// AmongNames is the same for strings, which Names writes.
	AmongNames func(column string) string
	Names      func(names []string) any
	// Join joins tables in the order in which they are written, where the
	// database can be told so.
	Join string
	// Each ends a question that is to be put for each candidate by itself, where the
	// database would else answer it for all at once and go through a table.
	Each string
	// Exists asks whether a table is there; its parameter is the name.
	Exists string
	// Plan goes before a query to show how it is answered.
	Plan string
	// Within asks for the events under keys, each in days of its own, all of which
	// lie between first and last; its parameters are what Windows writes of keys and
	// of first and last days. Spanned asks for documents under bands, by lists of
	// spans, of bands and of first and last days.
	Within  func(first, last int64) string
	Spanned string
	// Members asks for the rows of the events of incidents, by a list of names.
	Members string
	Windows func(columns ...[]int64) []any
	// Far tells that a question is a way to another process and back, so that more of
	// them are asked at once: Named for terms by two lists, of fields and of values,
	// and Paired for pairs by lists of actors and of recipients.
	Far           bool
	Named, Paired string
	// Ripen are the statements, by table, that take rows whose keys are digests from the young
	// tables to their places; nil where they go there at once.
	Ripen map[string][]string
	// Monthly is how large tables are cut by month; nil where they stay whole.
	Monthly *Monthly
	// Pipeline sends statements that give nothing back together, and Copy writes
	// rows by the database's own way for many; nil where neither is of use.
	Pipeline func(ctx context.Context, conn *sql.Conn, batch []Statement) error
	Copy     func(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error
	// Explain names what went wrong, as one of the errors of this package.
	Explain func(error) error
	// Snapshot begins a transaction that reads all as it is at one moment.
	Snapshot string
	// Into are the statements that write the archive into a file of its own; nil
	// where the database cannot.
	Into func(path string) []string
	// Wipe and Wiped go before and after a transaction whose deletions shall leave
	// nothing behind; Squeeze takes deleted rows out of a table of words for good.
	Wipe, Wiped []string
	Squeeze     func(table string) string
	// Free asks for the number of free pages and of all pages; empty where a file
	// has none.
	Free string
	// Check is what verify and doctor run; a sound database answers with the one
	// row "ok".
	Check string
	// Vocabulary makes the words of a table of words readable: statements to
	// prepare with, a query that gives word, row and place, and statements after
	// it. Nil where the database keeps check sums of its own.
	Vocabulary func(table string) (before []string, query string, after []string)
}

// Phrase is words in a row to search for; Prefix lets the last one go on.
type Phrase struct {
	Words  []string
	Prefix bool
}

// bind writes question marks as the database wants its parameters.
func (d *Dialect) bind(query string) string {
	if !d.Numbered || !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// migration writes a script of the migrations in the words of the database.
func (d *Dialect) migration(script string) string {
	word := regexp.MustCompile(`@([A-Z]+)(?: (\w+))?@`)
	return word.ReplaceAllStringFunc(script, func(s string) string {
		m := word.FindStringSubmatch(s)
		if m[1] == "SEARCH" {
			return d.Search(m[2])
		}
		return d.Words[m[1]]
	})
}
