package main

import (
	"strings"
	"testing"
)

// say runs a command line with a text as its input, with the real coder.
func say(t *testing.T, text string, args ...string) (code int, out, errs string) {
	t.Helper()
	r := run(t, app{in: strings.NewReader(text), newCode: newCode}, args...)
	return r.code, r.out, r.err
}

const ownFrames = "trigger\tpos\ttype\tmode\tcameo\tactor\trecipient\tlimits\tcontexts\tnote\n" +
	"frobnicate\tv\tAID\t-\t070\tsubj\tobj\t-\t-\t-\n"

func TestLexiconFind(t *testing.T) {
	code, out, errs := say(t, "", "lexicon", "find", "pardon")
	if code != 0 || !strings.Contains(out, "pardon (v)  CONCEDE") {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
	if code, _, errs = say(t, "", "lexicon", "find", "qwertz"); code != 1 || !strings.Contains(errs, "cannot find") {
		t.Errorf("a word without frames: exit %d, %q", code, errs)
	}
	dir := folder(t, map[string]string{"events/own.tsv": ownFrames})
	if code, out, errs = say(t, "", "lexicon", "find", "--lexicon", dir, "frobnicate"); code != 0 || !strings.Contains(out, "user/own.tsv:2") {
		t.Errorf("a word of the user's: exit %d, %q, %q", code, out, errs)
	}
}

func TestLexiconCheck(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		code  int
		want  string
	}{
		"sound":   {map[string]string{"events/own.tsv": ownFrames}, 0, "events/own.tsv is sound"},
		"code":    {map[string]string{"events/own.tsv": strings.Replace(ownFrames, "070", "190", 1)}, 1, "190"},
		"type":    {map[string]string{"events/own.tsv": strings.Replace(ownFrames, "AID", "HELP", 1)}, 1, "own.tsv:2"},
		"nothing": {map[string]string{"notes.md": "x"}, 1, "no file that the lexicon knows"},
		"verbs":   {map[string]string{"verbs.txt": "FROB [070]\n"}, 0, "verbs.txt is sound"},
	} {
		code, out, errs := say(t, "", "lexicon", "check", folder(t, c.files))
		if code != c.code || !strings.Contains(out+errs, c.want) {
			t.Errorf("%s: exit %d, want %d with %q; got %q, %q", name, code, c.code, c.want, out, errs)
		}
	}
}

func TestLexiconExplain(t *testing.T) {
	code, out, errs := say(t, "", "lexicon", "explain", "Chad expelled the envoy of Togo on Monday.")
	for _, want := range []string{"SANCTION by expel", "actor in slot subj", "recipient in slot obj", "kept v1: SANCTION"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit %d, no %q in %q, %q", code, want, out, errs)
		}
	}
	dir := folder(t, map[string]string{"events/own.tsv": ownFrames})
	code, out, errs = say(t, "Chad met Togo.\n", "code", "--explain", "--lexicon", dir, "-")
	if code != 0 || !strings.Contains(out, "CONSULT by meet") {
		t.Errorf("code --explain: exit %d, %q, %q", code, out, errs)
	}
	if code, _, errs = say(t, "", "lexicon", "explain", " "); code != 1 || !strings.Contains(errs, "empty") {
		t.Errorf("an empty sentence: exit %d, %q", code, errs)
	}
}

func TestMinConfidence(t *testing.T) {
	text := "Chad expelled the envoy of Togo on Monday. The minister of Mali said the war had ruined farmers, and officials hope to see aid and support for the camp.\n"
	events := func(args ...string) int {
		code, out, errs := say(t, text, append([]string{"code", "--to", "jsonl", "--published", "2024-03-14"}, append(args, "-")...)...)
		if code != 0 {
			t.Fatalf("exit %d, %q", code, errs)
		}
		return strings.Count(out, `"confidence":`)
	}
	low, middle, high := events("--min-confidence", "0.05"), events(), events("--min-confidence", "0.99")
	if !(low > middle && middle > high) {
		t.Errorf("%d events from 0.05, %d by default, %d from 0.99", low, middle, high)
	}
	if code, _, errs := say(t, text, "code", "--min-confidence", "2", "-"); code != 2 || !strings.Contains(errs, "--min-confidence") {
		t.Errorf("a confidence of 2: exit %d, %q", code, errs)
	}
}
