package fetch

import (
	"context"
	"errors"
	"net/url"
	"time"

	"chancery/record"
)

// knownRobots are the rules of an origin and how long they are held.
type knownRobots struct {
	rules  Robots
	closed bool // robots.txt cannot be had now, so nothing may be asked for
	until  time.Time
}

const (
	robotsHeld   = 24 * time.Hour
	robotsFailed = 10 * time.Minute
	hostsMost    = 4096
)

// mayAsk waits until a host may be asked, and refuses what its robots.txt forbids.
func (c *Client) mayAsk(ctx context.Context, u *url.URL, robots bool) error {
	var delay time.Duration
	if robots {
		known, err := c.rules(ctx, u)
		if err != nil {
			return err
		}
		if known.closed {
			return &Error{Code: record.FetchRobots, URL: u.String(), Reason: "the site's robots.txt cannot be read now"}
		}
		if path := u.EscapedPath(); !known.rules.Allowed(withQuery(path, u.RawQuery)) {
			return &Error{Code: record.FetchRobots, URL: u.String(), Reason: "the site's robots.txt forbids it"}
		}
		delay = min(known.rules.Delay, c.opts.MaxDelay)
	}
	return c.wait(ctx, u.Host, delay)
}

func withQuery(path, query string) string {
	if query != "" {
		return path + "?" + query
	}
	return path
}

// wait takes the next free moment of a host.
func (c *Client) wait(ctx context.Context, host string, delay time.Duration) error {
	delay = max(delay, c.opts.Delay)
	if delay <= 0 {
		return nil
	}
	c.mu.Lock()
	now := c.opts.Now()
	if len(c.next) >= hostsMost {
		for h, t := range c.next {
			if t.Before(now) {
				delete(c.next, h)
			}
		}
	}
	at := now
	if t := c.next[host]; t.After(at) {
		at = t
	}
	c.next[host] = at.Add(delay)
	c.mu.Unlock()
	if d := at.Sub(now); d > 0 {
		return c.opts.Sleep(ctx, d)
	}
	return nil
}

// rules gives the rules of an origin, asking for them when they are not known.
func (c *Client) rules(ctx context.Context, u *url.URL) (knownRobots, error) {
	origin := u.Scheme + "://" + u.Host
	c.mu.Lock()
	known, ok := c.robots[origin]
	c.mu.Unlock()
	if ok && c.opts.Now().Before(known.until) {
		return known, nil
	}
	known, err := c.askRobots(ctx, origin)
	if err != nil {
		return known, err
	}
	c.mu.Lock()
	if len(c.robots) >= hostsMost {
		clear(c.robots)
	}
	c.robots[origin] = known
	c.mu.Unlock()
	return known, nil
}

// askRobots fetches a robots.txt. As the standard has it: where there is none,
// all is allowed; where the server fails, nothing is.
func (c *Client) askRobots(ctx context.Context, origin string) (knownRobots, error) {
	res, err := c.follow(ctx, Request{URL: origin + "/robots.txt", Accept: "text/plain"}, robotsBytes, false)
	now := c.opts.Now()
	var failed *Error
	switch {
	case err == nil:
		return knownRobots{rules: ParseRobots(res.Body, c.opts.Agent), until: now.Add(robotsHeld)}, nil
	case !errors.As(err, &failed):
		return knownRobots{}, err
	case failed.Code == record.FetchDenied:
		return knownRobots{}, err
	case failed.Status >= 400 && failed.Status < 500, failed.Code == record.FetchRedirects, failed.Code == record.FetchTooLong:
		return knownRobots{until: now.Add(robotsHeld)}, nil
	}
	return knownRobots{closed: true, until: now.Add(robotsFailed)}, nil
}
