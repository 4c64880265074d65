package api

import (
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"strconv"

	"chancery/internal/stage/serve/complete"
)

// Headers and trailers of streams.
const (
	completenessHeader = "Chancery-Completeness"
	rowsTrailer        = "Chancery-Rows"
)

// stream writes rows as they are read. The trailer tells how many they were; when
// reading fails after the first row the answer is broken off.
func stream[T any](w http.ResponseWriter, r *http.Request, l list[T], q asked, c complete.Completeness) error {
	line, err := json.Marshal(c)
	if err != nil {
		return err
	}
	rows := 0
	query := q.query
	query.Limit = 0
	seq := within(l.all(r.Context(), query), q.offset, q.limit, &rows)
	// The first row is read before anything is written, so that what fails at once
	// is told in words.
	next, stop := iter.Pull2(seq)
	defer stop()
	item, err, ok := next()
	if ok && err != nil {
		return err
	}
	w.Header().Set("Content-Type", q.format.kind())
	w.Header().Set(completenessHeader, ascii(string(line)))
	w.Header().Set("Trailer", rowsTrailer)
	rest := func(yield func(T, error) bool) {
		for ok && yield(item, err) {
			item, err, ok = next()
		}
	}
	if q.format == asCSV {
		err = l.table(w, rest)
	} else {
		err = lines(w, rest)
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set(rowsTrailer, strconv.Itoa(rows))
	return nil
}

func lines[T any](w io.Writer, rows iter.Seq2[T, error]) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for item, err := range rows {
		if err != nil {
			return err
		}
		if err := enc.Encode(item); err != nil {
			return err
		}
	}
	return nil
}

// within passes over rows and ends after some; limit 0 is all.
func within[T any](rows iter.Seq2[T, error], offset, limit int, counted *int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		skipped := 0
		for item, err := range rows {
			if err == nil && skipped < offset {
				skipped++
				continue
			}
			if err == nil {
				*counted++
			}
			if !yield(item, err) || limit > 0 && *counted == limit {
				return
			}
		}
	}
}

// ascii writes JSON so that it can stand in a header.
func ascii(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r < 0x80 {
			out = append(out, byte(r))
		} else if r < 0x10000 {
			out = append(out, `\u`...)
			h := strconv.FormatInt(int64(r), 16)
			out = append(append(out, "0000"[len(h):]...), h...)
		}
	}
	return string(out)
}
