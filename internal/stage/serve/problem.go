package serve

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
)

// Problem is an answer that tells what is wrong (RFC 9457).
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	// Filter, At and Problem are of a filter that cannot be read: its text, the
	// place in code points from 0, and what is wrong there.
	Filter  string `json:"filter,omitempty"`
	At      *int   `json:"at,omitempty"`
	Problem string `json:"problem,omitempty"`
	// Field names the parameter that is wrong.
	Field string `json:"field,omitempty"`
}

// ProblemOf says in HTTP's words what an error is. What failed inside is not
// told to callers; the second value says that it is worth a line in the log.
func ProblemOf(err error) (p Problem, inside bool) {
	var bad *filter.Error
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &bad):
		return Problem{Status: http.StatusBadRequest, Detail: bad.Error(), Filter: bad.Text, At: &bad.At, Problem: bad.Problem, Field: "filter"}, false
	case errors.Is(err, archive.ErrUnknown):
		return Problem{Status: http.StatusNotFound, Detail: "There is no such thing in the archive."}, false
	case errors.Is(err, filter.ErrCursor):
		return Problem{Status: http.StatusBadRequest, Detail: sentence(err), Field: "after"}, false
	case errors.As(err, &long):
		return Problem{Status: http.StatusRequestEntityTooLarge, Detail: "The request is longer than is allowed here."}, false
	}
	return Problem{Status: http.StatusInternalServerError, Detail: "Something failed; the log of the server tells more."}, true
}

func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// Fail answers with a problem: as JSON, or in words to a browser's page.
func Fail(w http.ResponseWriter, r *http.Request, p Problem) {
	if p.Type == "" {
		p.Type = "about:blank"
	}
	if p.Title == "" {
		p.Title = http.StatusText(p.Status)
	}
	w.Header().Del("Content-Length")
	w.Header().Del("ETag")
	if strings.HasPrefix(r.Header.Get("Accept"), "text/html") && !strings.HasPrefix(r.URL.Path, "/api/") {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(p.Status)
		_, _ = w.Write([]byte(p.Title + "\n\n" + p.Detail + "\n"))
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// FailWith answers with what an error is, and notes one that is ours.
func FailWith(w http.ResponseWriter, r *http.Request, err error) {
	p, inside := ProblemOf(err)
	if inside {
		if n, ok := r.Context().Value(noteKey{}).(*note); ok {
			n.err = err
		}
	}
	Fail(w, r, p)
}
