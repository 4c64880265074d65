package archive

import "context"

// Link links one addition to what is kept. It is called inside the transaction
// that writes the addition.
type Link func(context.Context, History, *Addition) (Links, error)

// Result says what adding did with a document.
type Result string

// The results of adding.
const (
	New      Result = "new"      // it was not there
	Known    Result = "known"    // text, appearance and coder were there: nothing changed
	Appeared Result = "appeared" // the text was there; a place where it was found is new
	Recoded  Result = "recoded"  // a new revision replaced the record; the old one is kept
)

// Outcome tells what became of one addition. It is given after the commit.
type Outcome struct {
	Document  string
	Result    Result
	Incidents []string // that are new or changed
	// Err is set when this document was refused; the others of its batch are in.
	Err error
}
