package analyse_test

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"chancery/internal/conllu"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/segment"
	"chancery/internal/syntax"
	"chancery/weights"
)

var english = sync.OnceValues(func() (*analyse.Analyser, error) {
	m, err := weights.English()
	if err != nil {
		return nil, err
	}
	return analyse.New(m)
})

func analyser(t testing.TB) *analyse.Analyser {
	t.Helper()
	a, err := english()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const news = `MOSCOW, May 22 (RIA) — Russia’s Foreign Minister Sergei Lavrov said on Tuesday that "the U.S. cannot be trusted."

The ministry didn't comment. Mr. J. R. Smith, who was appointed by President Obama, met his Chinese counterpart in Geneva.
`

// check tells what is wrong with a document.
func check(d *syntax.Doc) error {
	at, word := int32(0), int32(0)
	for si, s := range d.Sentences {
		if s.First != word || s.End <= s.First {
			return fmt.Errorf("sentence %d has the words %d to %d, after %d", si, s.First, s.End, word)
		}
		if s.Start != d.Words[s.First].Start || s.Span.End != d.Words[s.End-1].Span.End {
			return fmt.Errorf("sentence %d does not span its words", si)
		}
		roots := 0
		for i := s.First; i < s.End; i++ {
			w := &d.Words[i]
			if w.Start < at || w.Span.End <= w.Start || int(w.Span.End) > len(d.Text) || w.Sent != int32(si) {
				return fmt.Errorf("word %d has a bad span %v", i, w.Span)
			}
			for _, r := range d.Text[at:w.Start] {
				if !segment.Blank(r) && !form.Mute(r) {
					return fmt.Errorf("text before word %d is in no word", i)
				}
			}
			if w.Start > 0 && !border(d.Text, w.Start) || !border(d.Text, w.Span.End) {
				return fmt.Errorf("word %d is not on rune borders", i)
			}
			at = w.Span.End
			n := int32(0)
			for h := i; h >= 0; h = d.Words[h].Head {
				if h < s.First || h >= s.End || n > s.End-s.First {
					return fmt.Errorf("word %d is in no tree", i)
				}
				n++
			}
			if w.Head < 0 {
				roots++
				if s.Root != i {
					return fmt.Errorf("sentence %d has the root %d, not %d", si, s.Root, i)
				}
			}
		}
		if roots != 1 {
			return fmt.Errorf("sentence %d has %d roots", si, roots)
		}
		word = s.End
	}
	for _, r := range d.Text[at:] {
		if !segment.Blank(r) && !form.Mute(r) {
			return fmt.Errorf("text after the last word is in no word")
		}
	}
	if int(word) != len(d.Words) {
		return fmt.Errorf("%d words are in no sentence", len(d.Words)-int(word))
	}
	return nil
}

func border(s string, at int32) bool {
	if int(at) >= len(s) || utf8.RuneStart(s[at]) {
		return true
	}
	// Inside broken bytes every byte is a rune of its own.
	for i := int(at) - 1; i >= 0 && i >= int(at)-3; i-- {
		if r, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError && i+n > int(at) {
			return false
		}
	}
	return true
}

func TestNews(t *testing.T) {
	d, cuts := analyser(t).Analyse(news)
	if err := check(d); err != nil {
		t.Fatal(err)
	}
	if len(cuts) != 0 || len(d.Sentences) != 3 {
		for _, s := range d.Sentences {
			t.Log(d.Cut(s.Span))
		}
		t.Fatalf("%d sentences, %d cuts", len(d.Sentences), len(cuts))
	}
	var forms []string
	for i := range d.Words {
		forms = append(forms, d.Form(int32(i)))
	}
	got := strings.Join(forms, " ")
	for _, want := range []string{"Russia ’s Foreign", "the U.S. can not be", "did n't comment .", "Mr. J. R. Smith ,"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

func TestCurlyIsStraight(t *testing.T) {
	a := analyser(t)
	curly := "“Russia’s army didn’t attack,” he said. ‘We’re not at war.’"
	straight := strings.NewReplacer("“", `"`, "”", `"`, "’", "'", "‘", "'").Replace(curly)
	x, _ := a.Analyse(curly)
	y, _ := a.Analyse(straight)
	if len(x.Words) != len(y.Words) {
		t.Fatalf("%d and %d words", len(x.Words), len(y.Words))
	}
	for i := range x.Words {
		v, w := x.Words[i], y.Words[i]
		v.Span, w.Span = syntax.Span{}, syntax.Span{}
		if v != w {
			t.Errorf("word %d: %+v and %+v", i, v, w)
		}
	}
}

func TestHardTexts(t *testing.T) {
	a := analyser(t)
	big := 1 << 20
	for name, text := range map[string]string{
		"empty": "", "blank": " \n\t \n", "one": "x", "nul": "a\x00b \x00 c", "broken": "a\xff\xfe b\xc3 \xe2\x80",
		"stops": strings.Repeat(".", big), "letters": strings.Repeat("a", big), "words": strings.Repeat("word ", big/5),
		"quotes": strings.Repeat(`"a" `, big/8), "hyphens": strings.Repeat("a-", big/4), "lines": strings.Repeat("a\n", big/8),
		"emoji": strings.Repeat("👩‍👩‍👧 ", 1000), "arabic": strings.Repeat("قال الرئيس ", 1000), "han": strings.Repeat("中国外交部", 1000),
		"different": different(big / 40),
	} {
		start := time.Now()
		d, _ := a.Analyse(text)
		if err := check(d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %d bytes, %d words, %v", name, len(text), len(d.Words), time.Since(start).Round(time.Millisecond))
	}
}

func different(n int) string {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "w%xq ", i*7919)
	}
	return b.String()
}

func TestLongSentenceIsCut(t *testing.T) {
	text := strings.Repeat("word ", 1000)
	d, cuts := analyser(t).Analyse(text)
	if err := check(d); err != nil {
		t.Fatal(err)
	}
	if len(cuts) == 0 {
		t.Fatal("no cut told")
	}
	for _, s := range d.Sentences {
		if s.End-s.First > analyse.MaxWords {
			t.Errorf("a sentence of %d words", s.End-s.First)
		}
	}
}

func TestSameAlways(t *testing.T) {
	a := analyser(t)
	want, _ := a.Analyse(news)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.Analyse(different(5000 * (i % 3)))
			if got, _ := a.Analyse(news); !reflect.DeepEqual(got, want) {
				t.Error("another document for the same text")
			}
		}()
	}
	wg.Wait()
}

func TestGivenKeepsWords(t *testing.T) {
	a := analyser(t)
	d, _ := a.Analyse(news)
	ss := analyse.CoNLLU(d)
	var b bytes.Buffer
	if err := conllu.Write(&b, ss); err != nil {
		t.Fatal(err)
	}
	back, err := conllu.Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	g := a.Given(back)
	if err := check(g); err != nil {
		t.Fatal(err)
	}
	if len(g.Words) != len(d.Words) {
		t.Fatalf("%d words became %d", len(d.Words), len(g.Words))
	}
	for i := range g.Words {
		if g.Form(int32(i)) != d.Form(int32(i)) || g.Words[i].Head != d.Words[i].Head {
			t.Errorf("word %d changed", i)
		}
	}
}

func FuzzAnalyse(f *testing.F) {
	f.Add(news)
	f.Add("a\x00b\xff “don’t” U.S.-led 1,000.5 http://x.y/z?a=b\r\n\r\nx")
	a := analyser(f)
	f.Fuzz(func(t *testing.T, text string) {
		d, _ := a.Analyse(text)
		if err := check(d); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		m, err := weights.English()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := analyse.New(m); err != nil {
			b.Fatal(err)
		}
	}
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	b.ReportMetric(float64(s.Sys)/1e6, "MB")
}
