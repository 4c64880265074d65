package serve

import (
	"io"
	"net/http"
)

// healthy says that the process answers.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { tell(w, http.StatusOK, "ok\n") }

// ready says that the archive answers, and that the server is not about to stop.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		tell(w, http.StatusServiceUnavailable, "stopping\n")
		return
	}
	if _, err := s.o.Archive.Revision(r.Context()); err != nil {
		if n, ok := r.Context().Value(noteKey{}).(*note); ok {
			n.err = err
		}
		tell(w, http.StatusServiceUnavailable, "the archive does not answer\n")
		return
	}
	tell(w, http.StatusOK, "ready\n")
}

func tell(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}
