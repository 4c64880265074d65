package extract_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"chancery/internal/lexicon"
	"chancery/internal/registry"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/internal/stage/extract/timex"
	"chancery/record"
	"chancery/weights"
)

func TestTrace(t *testing.T) {
	name := os.Getenv("TRACE")
	if name == "" {
		return
	}
	m, _ := weights.English()
	a, _ := analyse.New(m)
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	g, _ := timex.Load()
	x, _ := extract.New(reg, lex, g)
	f, _ := os.Open(name)
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var d struct{ ID, Text, Published string }
		json.Unmarshal(sc.Bytes(), &d)
		if w := os.Getenv("DOC"); w != "" && w != d.ID {
			continue
		}
		doc, _ := a.Analyse(d.Text)
		x.Trace(doc, record.Document{Published: d.Published}, func(i int32, f string, args ...any) {
			t.Logf("%s s%d %q: "+f, append([]any{d.ID, doc.Words[i].Sent, doc.Form(i)}, args...)...)
		})
	}
}
