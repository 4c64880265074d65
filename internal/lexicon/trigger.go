package lexicon

import (
	"fmt"
	"strings"
)

// trigger is a parsed trigger cell: one head of several, and the other parts.
type trigger struct {
	heads []string
	parts []Part
	tail  string // the parts as written, with a leading space
}

// parseTrigger reads a trigger. Words may have alternatives: "sign/ink >deal/pact".
func parseTrigger(cell string, pos byte, v *vocabulary) (trigger, error) {
	words := strings.Fields(cell)
	if len(words) == 0 || words[0] == "-" {
		return trigger{}, fmt.Errorf("cannot read trigger: it is empty")
	}
	t := trigger{heads: strings.Split(words[0], "/")}
	for _, h := range t.heads {
		if err := checkLemma(h); err != nil {
			return trigger{}, fmt.Errorf("cannot read trigger %q: head: %w", cell, err)
		}
	}
	for _, w := range words[1:] {
		p, err := parsePart(w, v)
		if err != nil {
			return trigger{}, fmt.Errorf("cannot read trigger %q: %w", cell, err)
		}
		if p.Kind == Modifier && pos != 'n' {
			return trigger{}, fmt.Errorf("cannot read trigger %q: <%s needs a noun head", cell, p.Lemma)
		}
		t.parts = append(t.parts, p)
		t.tail += " " + w
	}
	return t, nil
}

func parsePart(w string, v *vocabulary) (Part, error) {
	p := Part{Kind: Marker}
	switch w[0] {
	case '>':
		p.Kind, w = Dependent, w[1:]
	case '<':
		p.Kind, w = Modifier, w[1:]
	}
	set, err := v.list(strings.ReplaceAll(w, "/", ","))
	if err != nil {
		return Part{}, err
	}
	p.set = set
	p.Lemma, _, _ = strings.Cut(w, "/")
	if strings.HasPrefix(p.Lemma, "@") {
		p.Lemma = set[0]
	}
	return p, nil
}

// parseFrames reads one line of an events file: a frame for each of its heads,
// and for each way in which its optional limits can hold. A line of type "-"
// gives frames without a type, which remove others.
func (ld *loader) parseFrames(r row) ([]*Frame, error) {
	pos, err := parsePOS(r.cell(1), "vna")
	if err != nil {
		return nil, err
	}
	t, err := parseTrigger(r.cell(0), pos, ld.words)
	if err != nil {
		return nil, err
	}
	f := Frame{ID: r.id, POS: pos, Parts: t.parts, Note: r.text(9), limitText: r.text(7), user: ld.user}
	if err := f.fillMeaning(r); err != nil {
		return nil, err
	}
	if f.Type == "" && f.limitText == "*" {
		return f.spread(t), nil
	}
	if err := f.fillSlots(r, ld.words); err != nil {
		return nil, err
	}
	limits, err := variants(r.text(7))
	if err != nil {
		return nil, err
	}
	var out []*Frame
	for _, f.limitText = range limits {
		if f.Limits, err = parseLimits(f.limitText, ld.words); err != nil {
			return nil, err
		}
		out = append(out, f.spread(t)...)
	}
	return out, nil
}

// spread makes a frame for each head.
func (f *Frame) spread(t trigger) []*Frame {
	out := make([]*Frame, len(t.heads))
	for i, h := range t.heads {
		g := *f
		g.Head, g.Trigger = h, h+t.tail
		out[i] = &g
	}
	return out
}

func (f *Frame) fillMeaning(r row) error {
	f.Type, f.Mode, f.CAMEO = r.text(2), r.text(3), r.text(4)
	if f.Type == "" {
		return nil
	}
	modes, ok := eventModes[f.Type]
	if !ok {
		return fmt.Errorf("no event type %q", f.Type)
	}
	if f.Mode != "" && !containsField(modes, f.Mode) {
		return fmt.Errorf("%s has no mode %q", f.Type, f.Mode)
	}
	if f.CAMEO != "" && !isCAMEO(f.CAMEO) {
		return fmt.Errorf("cannot read CAMEO code %q: want 3 or 4 digits", f.CAMEO)
	}
	for _, c := range r.list(8) {
		if !containsField(contextNames, c) {
			return fmt.Errorf("no context %q", c)
		}
		f.Contexts = append(f.Contexts, c)
	}
	return nil
}

func (f *Frame) fillSlots(r row, v *vocabulary) (err error) {
	actor, recipient := verbActor, verbRecipient
	if f.POS == 'n' {
		actor, recipient = nounActor, nil
	}
	if f.Actor, err = v.slots(r.cell(5), actor); err != nil {
		return err
	}
	f.Recipient, err = v.slots(r.cell(6), recipient)
	return err
}

func isCAMEO(s string) bool {
	return (len(s) == 3 || len(s) == 4) && strings.Trim(s, "0123456789") == ""
}

// parsePOS reads a part of speech, one letter of those allowed.
func parsePOS(cell, allowed string) (byte, error) {
	if len(cell) != 1 || !strings.Contains(allowed, cell) {
		return 0, fmt.Errorf("cannot read part of speech %q: want one of %q", cell, allowed)
	}
	return cell[0], nil
}

// containsField says whether one of the words in list is w.
func containsField(list, w string) bool {
	for f := range strings.FieldsSeq(list) {
		if f == w {
			return true
		}
	}
	return false
}
