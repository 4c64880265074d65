package serve

import "net/http"

// Noted puts an error of ours into the line that the log has of a request, for
// handlers that tell it to the reader in a page of their own.
func Noted(r *http.Request, err error) {
	if n, ok := r.Context().Value(noteKey{}).(*note); ok {
		n.err = err
	}
}
