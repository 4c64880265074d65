package export

import (
	"bufio"
	"encoding/json"
	"io"

	"chancery/archive"
	"chancery/internal/plover"
)

// PLOVER writes events as PLOVER JSON, one a line; denied ones are left out. The
// words of the page are put in only when Options.Words allows it.
func PLOVER(w io.Writer, set Set, opt Options) (Tally, error) {
	if set.Events == nil {
		return Tally{}, missing("plover", Events)
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	n, err := each(set.Events, func(e *archive.Event) (int, error) {
		flat, ok := plover.Flat(e, opt.Coder, opt.Words)
		if !ok || flat.Date == "" {
			return 0, nil
		}
		return 1, enc.Encode(flat)
	})
	if err != nil {
		return n, err
	}
	return n, out.Flush()
}
