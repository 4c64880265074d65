package export

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// pair is one who acts and one who is acted upon, as layouts with two parties
// have them. Either may be nil.
type pair struct{ actor, recipient *archive.Party }

// pairs makes every actor meet every recipient. An act without recipients, such
// as two ministers who met, is told by each two of its actors; one with a single
// party by that party alone. A party never meets itself.
func pairs(actors, recipients []archive.Party) []pair {
	actors, recipients = distinct(actors), distinct(recipients)
	var out []pair
	for i := range actors {
		for j := range recipients {
			if !sameParty(&actors[i], &recipients[j]) {
				out = append(out, pair{&actors[i], &recipients[j]})
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for i := range actors {
		for j := i + 1; j < len(actors); j++ {
			out = append(out, pair{&actors[i], &actors[j]})
		}
	}
	switch {
	case len(out) > 0:
		return out
	case len(actors) > 0:
		return []pair{{actor: &actors[0]}}
	case len(recipients) > 0:
		for i := range recipients {
			out = append(out, pair{recipient: &recipients[i]})
		}
		return out
	}
	return []pair{{}}
}

func sameParty(a, b *archive.Party) bool {
	return a.Name == b.Name && a.Code == b.Code && a.Registry == b.Registry
}

func distinct(list []archive.Party) []archive.Party {
	var out []archive.Party
next:
	for i := range list {
		for j := range out {
			if sameParty(&list[i], &out[j]) {
				continue next
			}
		}
		out = append(out, list[i])
	}
	return out
}

// number makes a stable number of at most 52 bits, which no reader rounds, of
// what names a row.
func number(of ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return strconv.FormatUint(binary.BigEndian.Uint64(sum[:8])>>12, 10)
}

// rowNumber is number for one pair of an item.
func rowNumber(key string, p pair) string {
	names := []string{key, "", ""}
	if p.actor != nil {
		names[1] = p.actor.Name + "\x01" + p.actor.Code
	}
	if p.recipient != nil {
		names[2] = p.recipient.Name + "\x01" + p.recipient.Code
	}
	return number(names...)
}

// told gives the CAMEO code under which layouts without status may tell an act.
// What is planned is the intent to do it where CAMEO has such a code, and left
// out where it would read as the act or as a threat; what is denied, only
// possible, or past without a date is left out.
func told(code, typ string, modes []string, status record.Status, dated bool) (string, bool) {
	if code == "" {
		code = ontology.CAMEOOf(typ, modes)
	}
	switch status {
	case record.Planned:
		code, ok := intents[typ]
		if ok && code == "" {
			return ontology.CAMEOOf(typ, modes), true
		}
		return code, ok
	case record.Denied, record.Hypothetical:
		return "", false
	case record.Historical:
		if !dated {
			return "", false
		}
	}
	return code, code != ""
}

// intents are CAMEO's codes for the intent to do an act of a type; an empty one
// says that the act itself is such an intent.
var intents = map[string]string{
	"AGREE": "", "CONSULT": "036", "SUPPORT": "032", "COOPERATE": "031", "AID": "033", "CONCEDE": "035", "RETREAT": "035",
}
