package registry

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestOrganKind(t *testing.T) {
	r := load(t)
	for words, want := range map[string]string{
		"ministry of foreign affairs of zambia": "GOV ministry 4", "prosecutor general 's office": "JUD court 4", "prosecutor general ’s office said": "JUD court 4",
		"ministry of defense": "GOV MIL ministry 3", "supreme court": "JUD court 2", "supreme court of justice": "JUD court 4", "national police": "COP police 2",
		"central bank": "GOV bank 2", "general intelligence directorate": "SPY service 3", "ministry": "", "court": "", "prosecutor general": "", "": "",
	} {
		k, n := r.OrganKind(strings.Fields(words))
		got := ""
		if n > 0 {
			got = strings.Join(k.Sectors, " ") + " " + k.Class + " " + string(rune('0'+n))
		}
		if got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
	own, err := LoadWith(fstest.MapFS{"kinds.tsv": {Data: []byte("phrase\tsectors\tclass\nquux board\tMED\tagency\nsupreme court\tGOV\tcourt\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if k, n := own.OrganKind([]string{"quux", "board"}); n != 2 || k.Sectors[0] != "MED" {
		t.Errorf("a user's kind: %+v, %d", k, n)
	}
	if k, n := own.OrganKind([]string{"supreme", "court"}); n != 2 || k.Sectors[0] != "GOV" {
		t.Errorf("a user's kind over ours: %+v, %d", k, n)
	}
	for _, bad := range []string{"board\tMED\tx", "Quux Board\tMED\tx", "quux board\tQQQ\tx"} {
		if _, err := LoadWith(fstest.MapFS{"kinds.tsv": {Data: []byte("phrase\tsectors\tclass\n" + bad + "\n")}}); err == nil || !strings.Contains(err.Error(), "kinds.tsv:2: ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
