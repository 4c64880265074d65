package web

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// colours reads the variables of one block of the style sheet.
func colours(block string) map[string]string {
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{3,6})`).FindAllStringSubmatch(block, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// luminance is the relative one of WCAG 2.2.
func luminance(colour string) float64 {
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2])
	}
	sum := 0.0
	for i, share := range []float64{.2126, .7152, .0722} {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += share * c
	}
	return sum
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// All pairs of text and ground have a contrast of 4.5 (WCAG 2.2 AA), marks and
// lines of pictures one of 3, in light and in dark mode.
func TestContrast(t *testing.T) {
	css, err := files.ReadFile("assets/desk.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, ok := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "}\n}")
	if !ok {
		t.Fatal("no dark mode")
	}
	for name, block := range map[string]string{"light": light, "dark": dark} {
		c := colours(block)
		check := func(least float64, ink string, grounds ...string) {
			for _, ground := range grounds {
				if c[ink] == "" || c[ground] == "" {
					t.Errorf("%s: no colour %s or %s", name, ink, ground)
				} else if got := contrast(c[ink], c[ground]); got < least {
					t.Errorf("%s: %s on %s has %.2f, less than %.1f", name, ink, ground, got, least)
				}
			}
		}
		for _, ink := range []string{"ink", "soft", "link", "q0", "q1", "q2", "q3", "q4"} {
			check(4.5, ink, "ground", "panel")
		}
		check(4.5, "ink", "content")
		check(4.5, "cue-ink", "cue")
		check(4.5, "trigger-ink", "trigger", "content")
		check(4.5, "warn-ink", "warn-ground")
		check(4.5, "ground", "link", "bar")
		for _, line := range []string{"focus", "evidence", "entity", "bar", "second"} {
			check(3, line, "ground")
		}
	}
}
