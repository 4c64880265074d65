package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// feeds tells those that fail.
func (d *doctor) feeds(ctx context.Context) error {
	feeds, bad := 0, 0
	err := d.h.each(ctx, func(row scan) error {
		var name string
		var body []byte
		if err := row(&name, &body); err != nil {
			return err
		}
		feeds++
		var state struct {
			Failures int    `json:"failures"`
			Gone     bool   `json:"gone"`
			Problem  string `json:"problem"`
		}
		plain, err := d.s.packer.open(body)
		if err == nil {
			err = json.Unmarshal(plain, &state)
		}
		switch {
		case err != nil:
			d.say("feeds", Wrong, "it is polled anew as if for the first time; nothing needs to be done", "the state of %s cannot be read", name)
		case state.Gone:
			d.say("feeds", Warn, "take it out of the list of feeds, or give its new address", "%s is gone", name)
		case state.Failures >= 5:
			d.say("feeds", Warn, "open the address in a browser; its outlet may have moved the feed", "%s failed %d times in a row (%s)", name, state.Failures, state.Problem)
		default:
			return nil
		}
		bad++
		return nil
	}, "SELECT name, body FROM states WHERE kind = ? ORDER BY name", stateFeed)
	if err == nil && feeds > 0 && bad == 0 {
		d.say("feeds", Fine, "", "%d feeds, all of them answer", feeds)
	}
	return err
}

// gaps tells outlets that fell silent for long.
func (d *doctor) gaps(ctx context.Context) error {
	worst := map[string]string{}
	last := map[string]string{}
	most := map[string]int{}
	err := d.h.each(ctx, func(row scan) error {
		var n int64
		var outlet string
		if err := row(&n, &outlet); err != nil {
			return err
		}
		now := dayText(n)
		if before := last[outlet]; before != "" {
			if between := len(daysBetween(before, now)) - 2; between >= d.asked.Gap && between > most[outlet] {
				most[outlet], worst[outlet] = between, before+" to "+now
			}
		}
		last[outlet] = now
		return nil
	}, "SELECT DISTINCT d.day, o.value FROM documents d JOIN terms o ON o.id = d.outlet WHERE d.day > 0 ORDER BY d.day")
	var told []string
	for _, outlet := range sorted(worst) {
		told = append(told, fmt.Sprintf("%s for %d days (%s)", outlet, most[outlet], worst[outlet]))
	}
	switch {
	case err != nil:
	case len(told) == 0:
		d.say("gaps", Fine, "", "no outlet has nothing for %d days or more", d.asked.Gap)
	default:
		more := ""
		if len(told) > 5 {
			more = fmt.Sprintf(", and %d others", len(told)-5)
		}
		d.say("gaps", Note, "chancery coverage shows each day; ingest what is missing, for what was not read counts as unknown", "nothing from %s%s", strings.Join(told[:min(5, len(told))], "; "), more)
	}
	return err
}
