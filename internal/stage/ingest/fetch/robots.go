package fetch

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Robots are the rules of a robots.txt that hold for one reader (RFC 9309).
type Robots struct {
	rules []rule
	Delay time.Duration // crawl-delay, which is no part of the standard; 0 is none
}

type rule struct {
	pattern string
	allow   bool
}

const (
	robotsBytes = 500 << 10 // what the standard asks a reader to read at least
	robotsRules = 2000
	robotsStars = 20 // of one pattern
)

// ParseRobots reads the rules for a product token: those of all groups that name
// it, else those for everybody.
func ParseRobots(raw []byte, token string) Robots {
	raw = raw[:min(len(raw), robotsBytes)]
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	var ours, all Robots
	named, mine, everybody, inAgents := false, false, false, false
	for line := range bytes.FieldsFuncSeq(raw, func(r rune) bool { return r == '\n' || r == '\r' }) {
		text, _, _ := strings.Cut(string(line), "#")
		key, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if !inAgents {
				mine, everybody = false, false
			}
			inAgents = true
			mine = mine || strings.EqualFold(product(value), token)
			everybody = everybody || value == "*"
			named = named || mine
		case "allow", "disallow":
			inAgents = false
			r := rule{normal(value), strings.EqualFold(strings.TrimSpace(key), "allow")}
			if mine {
				ours.add(r)
			}
			if everybody {
				all.add(r)
			}
		case "crawl-delay":
			inAgents = false
			if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
				d := time.Duration(min(s, 3600) * float64(time.Second))
				if mine {
					ours.Delay = d
				}
				if everybody {
					all.Delay = d
				}
			}
		}
	}
	if named {
		return ours
	}
	return all
}

func (r *Robots) add(one rule) {
	if one.pattern == "" || len(r.rules) >= robotsRules || strings.Count(one.pattern, "*") > robotsStars {
		return
	}
	r.rules = append(r.rules, one)
}

// product is the product token that a user-agent line begins with.
func product(s string) string {
	for i := range len(s) {
		if c := s[i]; c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '-' && c != '_' {
				return s[:i]
			}
		}
	}
	return s
}

// Allowed tells whether a path, with its query, may be fetched: the longest rule
// that matches decides, and of two equals the one that allows.
func (r *Robots) Allowed(path string) bool {
	if path = normal(path); path == "" {
		path = "/"
	}
	if path == "/robots.txt" {
		return true
	}
	length, allow := -1, true
	for _, one := range r.rules {
		if n := len(one.pattern); (n > length || n == length && one.allow) && matches(one.pattern, path) {
			length, allow = n, one.allow
		}
	}
	return allow
}

// matches tells whether a pattern matches the beginning of a path, or with a
// closing $ the whole of it; * is anything.
func matches(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	if len(parts) == 1 {
		return !whole || path == ""
	}
	last := parts[len(parts)-1]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(path, p)
		if i < 0 {
			return false
		}
		path = path[i+len(p):]
	}
	if whole {
		return strings.HasSuffix(path, last)
	}
	return strings.Contains(path, last)
}

// normal writes a path as rules are compared: what needs no escape is plain,
// what needs one is escaped, in capitals.
func normal(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			hi, lo := nibble(s[i+1]), nibble(s[i+2])
			if hi >= 0 && lo >= 0 {
				d := byte(hi<<4 | lo)
				i += 2
				if unreserved(d) {
					b.WriteByte(d)
				} else {
					b.WriteByte('%')
					b.WriteByte(hex[d>>4])
					b.WriteByte(hex[d&15])
				}
				continue
			}
		}
		if c <= ' ' || c >= 0x7F {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func nibble(c byte) int {
	if c >= 'A' && c <= 'F' {
		c |= 0x20
	}
	return strings.IndexByte("0123456789abcdef", c)
}

func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
