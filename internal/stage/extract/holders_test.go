package extract

import (
	"testing"

	"chancery/internal/registry"
	"chancery/record"
)

// TestIncumbent asks who is meant by a name and a title on a day.
func TestIncumbent(t *testing.T) {
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	words, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, surname, title, on string
		former                   bool
		key, code                string
	}{
		{"Putin", "Putin", "president", "2023-05-22", false, "person/rus/vladimir-putin", "RUS"},
		{"Putin", "Putin", "prime minister", "2010-01-01", false, "person/rus/vladimir-putin", "RUS"},
		{"Putin", "Putin", "mayor", "2023-05-22", false, "", ""},
		{"Putin", "Putin", "president", "1995-01-01", false, "", ""},                // before the term
		{"Saakashvili", "Saakashvili", "president", "2020-01-01", false, "", "GEO"}, // after it: the country alone
		{"Saakashvili", "Saakashvili", "president", "2020-01-01", true, "person/geo/mikheil-saakashvili", "GEO"},
		{"Bush", "Bush", "president", "1990-05-05", false, "person/usa/george-h-w-bush", "USA"},
		{"Bush", "Bush", "president", "2005-05-05", false, "person/usa/george-w-bush", "USA"},
		{"Bush", "Bush", "president", "", false, "", "USA"}, // two of one country
		{"Aliyev", "Aliyev", "president", "1999", false, "person/aze/heydar-aliyev", "AZE"},
		{"Aliyev", "Aliyev", "president", "2019", false, "person/aze/ilham-aliyev", "AZE"},
		{"Sharif", "Sharif", "prime minister", "2015-05-05", false, "person/pak/nawaz-sharif", "PAK"},
		{"Kim", "Kim", "leader", "2005-05-05", false, "person/prk/kim-jong-il", "PRK"},
		{"Abadi", "Abadi", "prime minister", "2015-05-05", false, "person/irq/haider-al-abadi", "IRQ"},
		{"Al-Jubeir", "Al-Jubeir", "foreign minister", "2016-02-01", false, "person/sau/adel-al-jubeir", "SAU"},
		{"Erdogan", "Erdogan", "president", "2020-02-01", false, "person/tur/recep-tayyip-erdogan", "TUR"},
		{"Li", "Li", "premier", "2020-02-01", false, "person/chn/li-keqiang", "CHN"},
		{"Hammond", "Hammond", "secretary of foreign affairs", "2015-02-01", false, "person/gbr/philip-hammond", "GBR"},
		{"Peter Putin", "Putin", "president", "2023-05-22", false, "", ""},
		{"Nawaz Sharif", "Sharif", "prime minister", "2023-01-01", false, "", "PAK"},
		{"President", "President", "president", "2023-05-22", false, "", ""},
	} {
		p := &page{Extractor: &Extractor{reg: reg, words: words}}
		p.on, _ = registry.ParseDate(test.on)
		found, code := p.incumbent(&entity{kind: record.Person, name: test.name, surname: test.surname}, test.title, test.former)
		key := ""
		if found != nil {
			key = found.Key
		}
		if key != test.key || code != test.code {
			t.Errorf("%s %s on %s, former %v: %q of %q, want %q of %q", test.title, test.name, test.on, test.former, key, code, test.key, test.code)
		}
	}
}

func TestCallName(t *testing.T) {
	for form, want := range map[string]string{"Erdoğan": "Erdogan", "al-Abadi": "Abadi", "Al-Jubeir": "Jubeir", "McCoy": "McCoy",
		"Ki-moon": "Ki-moon", "Čaputová": "Caputova", "Jo-Ann": "Jo-Ann", "": "", "al-": "al-", "王": "王", "é": "E"} {
		if got := callName(form); got != want {
			t.Errorf("%q is called %q, want %q", form, got, want)
		}
	}
}
