package record

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// naivePoints gives, for every byte offset, the index of its code point, found
// by ranging over the text: the plain meaning that Ruler must keep.
func naivePoints(text string) []int {
	points, n := make([]int, 0, len(text)+1), 0
	for i := range text {
		for len(points) < i {
			points = append(points, n-1)
		}
		points = append(points, n)
		n++
	}
	for len(points) < len(text) {
		points = append(points, n-1)
	}
	return append(points, n)
}

// checkRuler holds every offset of a text against the plain count.
func checkRuler(t *testing.T, text string) {
	t.Helper()
	r, want := NewRuler(text), naivePoints(text)
	if r.Len() != utf8.RuneCountInString(text) {
		t.Fatalf("Len() = %d, want %d", r.Len(), utf8.RuneCountInString(text))
	}
	for offset, point := range want {
		if got := r.Point(offset); got != point {
			t.Fatalf("Point(%d) = %d, want %d", offset, got, point)
		}
	}
	point := 0
	for offset := range text {
		if got := r.Byte(point); got != offset {
			t.Fatalf("Byte(%d) = %d, want %d", point, got, offset)
		}
		if got := r.Point(r.Byte(point)); got != point {
			t.Fatalf("Point(Byte(%d)) = %d", point, got)
		}
		point++
	}
	if got := r.Byte(point); got != len(text) {
		t.Fatalf("Byte(Len()) = %d, want %d", got, len(text))
	}
	if got := r.Point(len(text) + 7); got != r.Len()+7 {
		t.Fatalf("Point beyond the text = %d, want %d", got, r.Len()+7)
	}
}

// rulerTexts put code points of every width, and broken ones, across the
// borders of blocks.
func rulerTexts() map[string]string {
	texts := map[string]string{
		"empty":              "",
		"ascii":              strings.Repeat("Officials met in Moscow. ", 20),
		"one wide at end":    strings.Repeat("a", 200) + "’",
		"two bytes":          strings.Repeat("Москва ", 40),
		"three bytes":        strings.Repeat("习近平", 50),
		"four bytes":         strings.Repeat("🕊", 70),
		"mixed":              strings.Repeat("Türkiye’s 大使 🕊 ok ", 30),
		"stray continuation": strings.Repeat("\x80", 150),
		"cut sequence":       strings.Repeat("a\xe4\xb9", 60),
		"lead at end":        strings.Repeat("é", 40) + "\xf0\x9f\x95",
		"surrogate bytes":    strings.Repeat("\xed\xa0\x80", 30),
		"overlong":           strings.Repeat("\xc0\xaf", 50),
	}
	for shift := range 4 {
		pad := strings.Repeat("x", 61+shift)
		texts["four bytes over a border "+string(rune('0'+shift))] = pad + "🕊" + pad + "🕊\x9f" + pad
	}
	return texts
}

func TestRuler(t *testing.T) {
	for name, text := range rulerTexts() {
		t.Run(name, func(t *testing.T) { checkRuler(t, text) })
	}
}

func TestRulerCut(t *testing.T) {
	text := "Mishustin’s visit, 访问 🕊 done"
	tests := []struct {
		span Span
		want string
	}{
		{Span{0, 9}, "Mishustin"}, {Span{9, 11}, "’s"}, {Span{19, 21}, "访问"}, {Span{22, 23}, "🕊"},
		{Span{24, 99}, "done"}, {Span{-5, 2}, "Mi"}, {Span{5, 2}, ""}, {Span{50, 60}, ""},
	}
	r := NewRuler(text)
	for _, test := range tests {
		if got := r.Cut(test.span); got != test.want {
			t.Errorf("Cut(%v) = %q, want %q", test.span, got, test.want)
		}
	}
}

func FuzzRuler(f *testing.F) {
	for _, text := range rulerTexts() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<14 {
			checkRuler(t, text)
		}
	})
}

func benchmarkTexts() map[string]string {
	return map[string]string{
		"ascii": strings.Repeat("Officials met in Moscow on Monday to discuss security. ", 100),
		"mixed": strings.Repeat("Officials met in Moscow on Monday – Russia’s RIA reported. ", 100),
	}
}

func BenchmarkNewRuler(b *testing.B) {
	for name, text := range benchmarkTexts() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				NewRuler(text)
			}
		})
	}
}

func BenchmarkRulerPoint(b *testing.B) {
	for name, text := range benchmarkTexts() {
		b.Run(name, func(b *testing.B) {
			r, offset := NewRuler(text), 0
			b.ReportAllocs()
			for b.Loop() {
				r.Point(offset)
				offset = (offset + 37) % len(text)
			}
		})
	}
}

func BenchmarkRulerByte(b *testing.B) {
	for name, text := range benchmarkTexts() {
		b.Run(name, func(b *testing.B) {
			r, point := NewRuler(text), 0
			b.ReportAllocs()
			for b.Loop() {
				r.Byte(point)
				point = (point + 37) % r.Len()
			}
		})
	}
}
