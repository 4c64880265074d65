package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Probe asks an address of this machine and gives an error when it does not
// answer well: for those who watch over the program, such as a container's
// health check. Other machines are not asked, redirects are not followed.
func Probe(ctx context.Context, address string, wait time.Duration) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || !loopbackName(u.Hostname()) {
		return fmt.Errorf("cannot ask %q: give an http address of this machine, as http://127.0.0.1:8642/readyz", address)
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // and no proxy
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 200)) // the status is what counts
	return errors.New(strings.TrimSpace(answer.Status + ": " + strings.ToValidUTF8(string(said), "")))
}

func loopbackName(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}
