package fetch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/netip"
	"net/url"

	"chancery/record"
)

// May says what is wrong with an address, as far as it can be seen without asking
// for it: Get and Post check the addresses that its name has, too.
func (c *Client) May(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("it is no address")
	}
	if err := checkURL(u); err != nil {
		return err
	}
	a, err := netip.ParseAddr(u.Hostname())
	if err != nil {
		return nil // a name
	}
	if !c.opts.allowed(a) {
		return fmt.Errorf("%s is no public address", a)
	}
	return nil
}

// Post sends a body to an address, and gives the status of the answer, of which
// nothing else is read. It follows no redirect: what is sent goes where the user
// said, or nowhere. The addresses are checked as those of Get.
func (c *Client) Post(ctx context.Context, address string, header http.Header, body []byte) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	u, err := url.Parse(address)
	if err == nil {
		err = checkURL(u)
	}
	if err != nil {
		return 0, &Error{Code: record.FetchDenied, URL: address, Reason: err.Error(), Err: errDenied}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return 0, &Error{Code: record.FetchDenied, URL: address, Reason: "the address cannot be asked for", Err: err}
	}
	maps.Copy(r.Header, header)
	r.Header.Set("User-Agent", c.opts.agent())
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, c.failed(u, err)
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.CopyN(io.Discard, answer.Body, 4096) // so that the connection may serve again; the status is what counts
	return answer.StatusCode, nil
}

// Told is the reason in words for whoever gave the address. Where a name points
// within a network that is not public is not told.
func (e *Error) Told() string {
	switch e.Code {
	case record.FetchDenied:
		return "only http and https addresses of the public Internet are asked"
	case record.FetchRedirects:
		return "its redirects lead nowhere"
	case record.FetchFailed:
		return "no connection could be made, or it broke"
	}
	return e.Reason
}
