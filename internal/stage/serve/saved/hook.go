package saved

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/stage/serve"
)

const (
	// mostTold is how many things one alert tells; of more it tells the number.
	mostTold = 100
	// lease is how long a try may take before another program tries too.
	lease = 2 * time.Minute
	// mostTries is how often an alert is tried: over the waits, for about two days.
	mostTries = 12
)

// body is what is sent.
type body struct {
	Form   string     `json:"form"`
	Alert  string     `json:"alert"`
	Search bodySearch `json:"search"`
	Things []Thing    `json:"things"`
	More   int        `json:"more"` // new things beside those told
}

type bodySearch struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	List   string `json:"list"`
	Filter string `json:"filter"`
}

// bodyForm names the form of what is sent.
const bodyForm = "chancery.alert.v1"

// Run looks for new things and tells them until the context ends.
func (k *Keeper) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := k.Check(ctx); err != nil && ctx.Err() == nil {
			k.o.Trouble(err)
		}
		if err := k.Tell(ctx); err != nil && ctx.Err() == nil {
			k.o.Trouble(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Check looks through the archive, if it has changed, for what is new to the
// searches that have an address, and keeps an alert for each that has.
func (k *Keeper) Check(ctx context.Context) error {
	revision, err := k.o.Lists.Revision(ctx)
	if err != nil {
		return err
	}
	k.mu.Lock()
	same := revision == k.revision && revision != ""
	k.mu.Unlock()
	if same || k.o.Post == nil {
		return nil
	}
	var all []archive.SavedSearch
	for x, err := range k.o.Store.Searches(ctx, "") {
		if err != nil {
			return err
		}
		if x.Hook != "" {
			all = append(all, x)
		}
	}
	for _, x := range all {
		may, err := k.reads(ctx, x.Owner, max(k.o.Least, serve.Reader))
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		if err := k.look(ctx, x); err != nil {
			return fmt.Errorf("cannot look for what is new to the search %s: %w", x.ID, err)
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.revision = revision
	return nil
}

func (k *Keeper) reads(ctx context.Context, owner string, least serve.Role) (bool, error) {
	role, err := k.o.Role(ctx, owner)
	return role >= least, err
}

// look finds what is new to one search.
func (k *Keeper) look(ctx context.Context, x archive.SavedSearch) error {
	things, err := k.things(ctx, x, looked, false)
	if err != nil {
		return err
	}
	k.mu.Lock()
	before := k.seen[x.ID+" "+x.Filter]
	k.mu.Unlock()
	now := make(map[string]int, len(things))
	var changed []Thing
	for i := range things {
		t := &things[i]
		now[t.ID] = len(t.marks)
		if before[t.ID] != len(t.marks) {
			changed = append(changed, *t)
		}
	}
	if len(changed) > 0 {
		err := k.o.Store.Found(ctx, x.ID, matches(changed), func(fresh []int) (*archive.Alert, error) {
			list := make([]Thing, 0, len(fresh))
			for _, i := range fresh {
				list = append(list, changed[i])
			}
			return k.alert(ctx, x, list)
		})
		if err != nil {
			return err
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.seen[x.ID+" "+x.Filter] = now
	return nil
}

// alert is what tells of things. Its id is a digest of what it tells, so that a
// receiver who sees it twice knows it again.
func (k *Keeper) alert(ctx context.Context, x archive.SavedSearch, things []Thing) (*archive.Alert, error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n", x.ID)
	for i := range things {
		fmt.Fprintf(sum, "%s\n", things[i].marks)
	}
	a := &archive.Alert{ID: "a" + hex.EncodeToString(sum.Sum(nil)[:12]), Search: x.ID, Things: len(things)}
	b := body{Form: bodyForm, Alert: a.ID, Search: bodySearch{x.ID, x.Name, x.List, x.Filter}, Things: things[:min(len(things), mostTold)]}
	b.More = len(things) - len(b.Things)
	if err := k.say(ctx, b.Things); err != nil {
		return nil, err
	}
	var err error
	a.Body, err = json.Marshal(b)
	return a, err
}

// Tell sends the alerts that are due.
func (k *Keeper) Tell(ctx context.Context) error {
	if k.o.Post == nil {
		return nil
	}
	for ctx.Err() == nil {
		a, err := k.o.Store.Claim(ctx, lease)
		if err != nil || a == nil {
			return err
		}
		x, err := k.ofAlert(ctx, a)
		if err != nil {
			return err
		}
		if x == nil {
			err = k.o.Store.Settle(ctx, a.ID, false, "not sent: the search has no address, or its owner may not have one any more", time.Time{})
		} else {
			err = k.send(ctx, x, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ofAlert is the search of an alert; nil when nothing is to be sent for it.
func (k *Keeper) ofAlert(ctx context.Context, a *archive.Alert) (*archive.SavedSearch, error) {
	for x, err := range k.o.Store.Searches(ctx, "") {
		if err != nil {
			return nil, err
		}
		if x.ID != a.Search || x.Hook == "" {
			continue
		}
		if may, err := k.reads(ctx, x.Owner, max(k.o.Least, serve.Reader)); err != nil || !may {
			return nil, err
		}
		return &x, nil
	}
	return nil, nil
}

// send tries once, and notes what it came to.
func (k *Keeper) send(ctx context.Context, x *archive.SavedSearch, a *archive.Alert) error {
	at := strconv.FormatInt(k.o.Now().Unix(), 10)
	status, err := k.o.Post(ctx, x.Hook, http.Header{
		"Content-Type":       {"application/json"},
		"Chancery-Alert":     {a.ID},
		"Chancery-Try":       {strconv.Itoa(a.Tries + 1)},
		"Chancery-Time":      {at},
		"Chancery-Signature": {"v1=" + Sign(x.Secret, at, a.Body)},
	}, a.Body)
	if ctx.Err() != nil {
		return nil // the lease runs out, and it is tried again
	}
	outcome, arrived, again := "arrived", true, time.Time{}
	switch {
	case err != nil:
		outcome, arrived = why(err), false
	case status < 200 || status > 299:
		outcome, arrived = fmt.Sprintf("the server answers %d %s", status, http.StatusText(status)), false
	}
	switch {
	case arrived:
	case status == http.StatusGone:
		outcome += "; it is not tried again"
	case a.Tries+1 >= mostTries:
		outcome += fmt.Sprintf("; given up after %d tries", mostTries)
	default:
		again = k.o.Now().Add(Wait(a.Tries + 1))
	}
	return k.o.Store.Settle(ctx, a.ID, arrived, outcome, again)
}

// Wait is how long after a try the next one is: half a minute, then three times
// as long each time, to at most six hours.
func Wait(tries int) time.Duration {
	const most = 6 * time.Hour
	d := 30 * time.Second
	for range tries - 1 {
		if d *= 3; d >= most {
			return most
		}
	}
	return d
}

// Sign is the signature of what is sent: HMAC-SHA256, in hexadecimal, by the
// secret, of the time in the header, a point and the body.
func Sign(secret, at string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(at + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// why says why nothing arrived, without what only we can see of our network.
func why(err error) string {
	var refused interface{ Told() string }
	if errors.As(err, &refused) {
		return short(refused.Told())
	}
	return "it could not be sent"
}

// short is an error in at most a line.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 200 {
		text = string(r[:200]) + "…"
	}
	return text
}
