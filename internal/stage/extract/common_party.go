package extract

import (
	"slices"

	"chancery/internal/registry"
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

// commonOrgan is the country of an organ whose bare name the registry has for one
// state though many have one so called, "Congress", "the Supreme Court": that of
// the state named before it, else of the state that the page names far more often
// than the registry's. "" where the registry's is meant.
func (n *names) commonOrgan(h *hit) string {
	e := n.bareOrgan(h)
	if e == nil {
		return ""
	}
	if code := n.stateBefore(h); code != "" {
		if code == e.Code {
			return ""
		}
		return code
	}
	if n.home.code == e.Code {
		return ""
	}
	top, most := "", 0
	for code, times := range n.tops.named {
		if n.reg.State(code) != nil && (times > most || times == most && code < top) {
			top, most = code, times
		}
	}
	if most <= 3*n.tops.named[e.Code] {
		return ""
	}
	return top
}

// bareOrgan is a state's organ named by words that organs of many states go by;
// nil for others.
func (n *names) bareOrgan(h *hit) *registry.Entry {
	e := n.reg.Entry(h.refs[0].Entry)
	if h.refs[0].Role != registry.Alias || e.Kind != record.Organization || n.reg.State(e.Code) == nil {
		return nil
	}
	for i := h.lo; i < h.hi; i++ {
		if !n.words.is("organ_common", n.Words[i].Norm) {
			return nil
		}
	}
	return e
}

// stateBefore is the state whose name or adjective stands directly before a name.
func (n *names) stateBefore(h *hit) string {
	i := h.lo - 1
	if i > 0 && (n.Words[i].Norm == "'s" || n.Words[i].Norm == "’s" || n.Words[i].Norm == "'" || n.Words[i].Norm == "’") {
		i--
	}
	if i < n.sentenceOf(h.lo).First || n.hitAt[i] == 0 || n.hits[n.hitAt[i]-1].hi != i+1 {
		return ""
	}
	ref, _ := n.reading(&n.hits[n.hitAt[i]-1])
	if s := n.reg.Entry(ref.Entry); s.Kind == record.State {
		return s.Code
	}
	return ""
}
