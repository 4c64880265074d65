package importer

import (
	"slices"
	"strings"

	"chancery/internal/registry"
	"chancery/record"
)

// actorCode is a CAMEO code in PLOVER's terms.
type actorCode struct {
	country string // state or body; empty when it has none
	sectors string // joined by |, the first part first
}

// list gives the sectors one by one.
func (c actorCode) list() []string {
	if c.sectors == "" {
		return nil
	}
	return strings.Split(c.sectors, "|")
}

// codeBook knows the three-letter parts of CAMEO's actor codes.
type codeBook struct {
	parts map[string][2]string // part to its sort and PLOVER's code
	state func(code string) *registry.Entry
}

func newCodeBook(base *registry.Registry) *codeBook {
	b := &codeBook{map[string][2]string{}, base.State}
	for _, code := range record.Sectors() {
		b.parts[code] = [2]string{"sector", code}
	}
	for _, c := range table(cameo) {
		b.parts[c[1]] = [2]string{c[0], c[2]}
	}
	return b
}

// read cuts a code such as AFGGOVMIL into country and sectors. lost are the parts
// that PLOVER has nothing for. It is false for what is no code.
func (b *codeBook) read(code string) (c actorCode, lost []string, ok bool) {
	if len(code) == 0 || len(code)%3 != 0 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
		return c, nil, false
	}
	var sectors []string
	for i := 0; i < len(code); i += 3 {
		part := code[i : i+3]
		known, ok := b.parts[part]
		switch {
		case part == "---":
		case i == 0 && b.state(part) != nil:
			c.country = part
		case ok && known[0] == "state" && i == 0:
			c.country = known[1]
		case ok && known[0] == "body" && (i == 0 || c.country == "IGO"):
			c.country = known[1]
		case part == "EUR" && c.country == "IGO", part == "EEC" && c.country == "EUR":
			c.country = "EUR"
		case ok && known[0] == "sector":
			if !slices.Contains(sectors, known[1]) {
				sectors = append(sectors, known[1])
			}
		default:
			lost = append(lost, part)
		}
	}
	c.sectors = strings.Join(sectors, "|")
	return c, lost, c.country != "" || len(sectors) > 0
}
