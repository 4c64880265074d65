package chancery_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"chancery"
	"chancery/record"
)

// TestOwnRegistry codes a page with a user's persons and bodies: their codes
// and sectors are those of the day of publication.
func TestOwnRegistry(t *testing.T) {
	c, err := chancery.New(chancery.Options{Registry: fstest.MapFS{
		"persons.tsv": {Data: []byte("key\tname\tgender\taffiliations\n" +
			"person/zmb/quux\tZorbla Quuxton\tf\tZMB GOV 2018-03-01..2022-05-31 foreign minister|ZMB LEG 2022-06-01..\n")},
		"bodies.tsv": {Data: []byte("key\tkind\tname\tcode\norg/quux\torganization\tQuux Compact\tIGO\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for published, sector := range map[string]string{"2020-05-05": "GOV", "2023-05-05": "LEG"} {
		doc := chancery.Document{Text: "Zorbla Quuxton met members of the Quux Compact in Lusaka on Monday. Quuxton said she would visit Beijing."}
		doc.ID, doc.Published = "a", published
		rec, _, err := c.Code(context.Background(), doc)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, e := range rec.Entities {
			switch e.Registry {
			case "person/zmb/quux":
				seen++
				if e.Kind != record.Person || e.Code != "ZMB" || strings.Join(e.Sectors, " ") != sector || len(e.Mentions) != 3 {
					t.Errorf("published %s: %+v", published, e)
				}
			case "org/quux":
				seen++
			}
		}
		if seen != 2 {
			t.Errorf("published %s: %d of 2 entities: %+v", published, seen, rec.Entities)
		}
	}
	_, err = chancery.New(chancery.Options{Registry: fstest.MapFS{"persons.tsv": {Data: []byte("key\tname\nperson/x\n")}}})
	if err == nil || !strings.Contains(err.Error(), "persons.tsv:2: 1 cells where the header has 2") {
		t.Errorf("a bad file: %v", err)
	}
}

// TestOrgans asks for the country and sector of organs of state that are named
// by rule: after a nationality, before "of", in small letters.
func TestOrgans(t *testing.T) {
	data, err := os.ReadFile("testdata/organs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	c, asked := coder(t), 0
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		asked++
		doc := chancery.Document{Text: strings.ToUpper(cells[0][:1]) + cells[0][1:] + " said on Monday that the talks would continue."}
		doc.ID, doc.Published = "a", "2023-05-05"
		rec, _, err := c.Code(context.Background(), doc)
		if err != nil {
			t.Fatal(err)
		}
		got := "no speaker"
		if len(rec.Statements) > 0 {
			for _, e := range rec.Entities {
				if e.ID == rec.Statements[0].Speaker {
					got = e.Code + " " + strings.Join(append(e.Sectors, "-")[:1], "")
				}
			}
		}
		if want := cells[1] + " " + cells[2]; got != want {
			t.Errorf("%s: %s, want %s", cells[0], got, want)
		}
	}
	if asked < 60 {
		t.Errorf("%d organs", asked)
	}
}
