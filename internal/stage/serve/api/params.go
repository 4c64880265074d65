package api

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/internal/filter"
	"chancery/internal/stage/serve"
)

// badParam is a parameter that cannot be followed.
type badParam struct{ name, problem string }

func (e badParam) Error() string { return e.problem }

// fail tells a client what was wrong.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	var bad badParam
	if errors.As(err, &bad) {
		serve.Fail(w, r, serve.Problem{Status: http.StatusBadRequest, Field: bad.name, Detail: bad.problem})
		return
	}
	serve.FailWith(w, r, err)
}

// most is the longest page.
const most = 1000

// format is a form of lists.
type format string

const (
	asJSON   format = "json"
	asNDJSON format = "ndjson"
	asCSV    format = "csv"
)

// kind is the media type of a form.
func (f format) kind() string {
	switch f {
	case asNDJSON:
		return "application/x-ndjson"
	case asCSV:
		return "text/csv; charset=utf-8"
	}
	return "application/json"
}

// asked is what a request for a list asks for.
type asked struct {
	query  filter.Query
	format format
	// limit is the number of rows at most; 0 is all, for streams only.
	limit int
	// exact asks for a whole count, however long that takes.
	exact bool
	// offset is where lists go on that have no marks of their own.
	offset int
}

// asking reads the parameters of a list.
func (a *API) asking(r *http.Request, target filter.Target) (q asked, err error) {
	v := r.URL.Query()
	if q.format, err = formatOf(v.Get("format"), r.Header.Get("Accept")); err != nil {
		return q, err
	}
	if q.query.Filter, err = filter.Parse(v.Get("filter"), filter.Options{For: target, Names: a.o.Names, Today: a.o.Now().Format(time.DateOnly)}); err != nil {
		return q, err
	}
	q.limit = filter.DefaultLimit
	if q.format != asJSON {
		q.limit = 0
	}
	if text := v.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n == 0 && q.format == asJSON || n > most && q.format == asJSON {
			return q, badParam{"limit", fmt.Sprintf("limit is a number from 1 to %d; for ndjson and csv any number, and 0 is all.", most)}
		}
		q.limit = n
	}
	q.query.Limit = q.limit
	q.query.After = v.Get("after")
	switch order := v.Get("order"); order {
	case "", "newest":
	case "oldest":
		q.query.Oldest = true
	default:
		return q, badParam{"order", "order is newest or oldest."}
	}
	switch count := v.Get("count"); count {
	case "", "quick":
	case "exact":
		q.exact = true
	default:
		return q, badParam{"count", "count is quick, which ends at 10,000, or exact."}
	}
	return q, nil
}

// at reads the mark of a list that counts its rows.
func (q *asked) at() error {
	if q.query.After == "" {
		return nil
	}
	n, err := strconv.Atoi(q.query.After)
	if err != nil || n < 1 || n > 1<<30 {
		return filter.ErrCursor
	}
	q.offset, q.query.After = n, ""
	return nil
}

// formatOf is the form that the parameter names, else the first that the header
// accepts and we have.
func formatOf(param, accept string) (format, error) {
	switch f := format(param); f {
	case asJSON, asNDJSON, asCSV:
		return f, nil
	case "":
	default:
		return "", badParam{"format", "format is json, ndjson or csv."}
	}
	for part := range strings.SplitSeq(accept, ",") {
		kind, _, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "application/x-ndjson", "application/ndjson", "application/jsonl":
			return asNDJSON, nil
		case "text/csv":
			return asCSV, nil
		case "application/json", "*/*":
			return asJSON, nil
		}
	}
	return asJSON, nil
}

// known says whether a route has all parameters that a request gives: one that
// is misspelt must not be passed over, for the answer would be to another
// question.
func (route *route) known(r *http.Request) error {
	for name, values := range r.URL.Query() {
		if !slices.ContainsFunc(route.params, func(p param) bool { return p.name == name }) {
			var names []string
			for _, p := range route.params {
				names = append(names, p.name)
			}
			if len(names) == 0 {
				names = []string{"none"}
			}
			return badParam{short(name), fmt.Sprintf("There is no parameter %q here; there are: %s.", short(name), strings.Join(names, ", "))}
		}
		if len(values) > 1 {
			return badParam{name, "The parameter " + name + " is given twice."}
		}
	}
	return nil
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// tagOf makes a weak ETag of what an answer depends on.
func tagOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// same sets the ETag, and answers when the client has that very answer.
func same(w http.ResponseWriter, r *http.Request, tag string) bool {
	w.Header().Set("ETag", tag)
	w.Header().Add("Vary", "Accept, Authorization, Cookie")
	for have := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(have) == tag {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}
