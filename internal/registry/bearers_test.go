package registry

import (
	"slices"
	"strings"
	"testing"

	"chancery/record"
)

// TestPersons holds the shipped persons to their form: offices with a day from
// which they were held, in the order of time, of a country, and no title in a name.
func TestPersons(t *testing.T) {
	r := load(t)
	n := 0
	for _, e := range r.entries[1:] {
		if e.Kind != record.Person {
			continue
		}
		n++
		if e.Gender == 0 || len(e.Affiliations) == 0 {
			t.Errorf("%s has no gender or no office", e.Key)
			continue
		}
		codes := map[string]bool{}
		for i, a := range e.Affiliations {
			codes[a.Code] = true
			if a.From == 0 || a.Post == "" || len(a.Sectors) == 0 || i > 0 && a.From.first() < e.Affiliations[i-1].From.first() {
				t.Errorf("%s: %q lacks something or is out of order", e.Key, a)
			}
		}
		where := e.Code
		if where == "" {
			where = e.Affiliations[0].Code
		}
		if r.State(where) == nil || len(codes) > 1 && e.Code == "" || !strings.HasPrefix(e.Key, "person/"+strings.ToLower(where)+"/") {
			t.Errorf("%s: the country is %q", e.Key, where)
		}
		for _, s := range e.Surfaces {
			if o, taken := r.Office(strings.Fields(s.Text)); taken > 0 && o.Title != "amir" && o.Title != "sheikh" {
				t.Errorf("%s: %q begins with the title %q", e.Key, s.Text, o.Title)
			}
		}
	}
	if n < 1100 {
		t.Errorf("%d persons", n)
	}
}

func TestBearers(t *testing.T) {
	r := load(t)
	for word, want := range map[string]string{"Putin": "vladimir-putin last", "Abiy": "abiy-ahmed", "el-Sisi": "abdel-fattah-el-sisi last",
		"Sisi": "abdel-fattah-el-sisi last", "Erdogan": "recep-tayyip-erdogan last", "Farmajo": "mohamed-abdullahi-mohamed last", "Quuxton": ""} {
		var got []string
		r.Bearers(word, func(e *Entry, last bool) {
			name := e.Key[strings.LastIndexByte(e.Key, '/')+1:]
			if last {
				name += " last"
			}
			got = append(got, name)
		})
		if slices.Sort(got); strings.Join(got, ", ") != want {
			t.Errorf("%s is borne by %q, want %q", word, got, want)
		}
	}
}
