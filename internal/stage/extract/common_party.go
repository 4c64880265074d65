package extract

import (
	"slices"

	"chancery/record"
)

// commonParty says whether a hit is a party by words that parties of many
// states go by: "Labour", "the Conservative Party".
func (n *names) commonParty(h *hit) bool {
	e := n.reg.Entry(h.refs[0].Entry)
	if e.Kind != record.Organization && e.Kind != record.Group || !slices.Contains(e.Sectors, "PTY") {
		return false
	}
	for i := h.lo; i < h.hi; i++ {
		if !n.words.is("party_common", n.Words[i].Norm) {
			return false
		}
	}
	return true
}

// foreignParty says whether such a party cannot be meant: the page names other
// states, and not the one that the registry has it in.
func (n *names) foreignParty(h *hit) bool {
	if len(n.tops.named) == 0 || !n.commonParty(h) {
		return false
	}
	code := n.reg.Entry(h.refs[0].Entry).Code
	return n.tops.named[code] == 0 && n.home.code != code
}
