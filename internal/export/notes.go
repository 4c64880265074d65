package export

import (
	"archive/zip"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Notes writes a zip of Markdown notes with links, to be unpacked into a vault:
// one for each incident and one for each person that takes part, or, of people,
// one for each person. Its rows are notes.
func Notes(w io.Writer, set Set, _ Options) (Tally, error) {
	out := zip.NewWriter(w)
	t, err := EachNote(set, func(name, text string) error {
		// The time is fixed, so that the same notes give the same bytes.
		f, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		_, err = io.WriteString(f, text)
		return err
	})
	if err != nil {
		return t, err
	}
	return t, out.Close()
}

// EachNote gives the notes one by one: the name of each, with a folder before a
// slash, and its text. Only the people and where they are named are held.
func EachNote(set Set, put func(name, text string) error) (Tally, error) {
	v := &vault{set: &set, put: put, taken: map[string]bool{}, people: map[string]*person{}}
	var t Tally
	var err error
	switch set.Holds() {
	case Incidents:
		t, err = each(set.Incidents, func(i *archive.Incident) (int, error) { return 1, v.incident(i) })
	case People:
		t, err = each(set.People, func(p *archive.Identity) (int, error) {
			v.person(p.ID, p.Name).identity = p
			return 1, nil
		})
	default:
		err = missing("notes", Incidents|People)
	}
	if err == nil {
		err = v.persons()
	}
	t.Rows = len(v.taken)
	return t, err
}

// vault is the notes while they are made.
type vault struct {
	set    *Set
	put    func(name, text string) error
	taken  map[string]bool // file names in small letters
	people map[string]*person
	order  []*person
}

// person is a note that collects the incidents it is linked from.
type person struct {
	name, file, code, title string
	identity                *archive.Identity
	in                      []mention
}

type mention struct{ day, file string }

func (v *vault) person(id, name string) *person {
	key := or(id, "name/"+name)
	if p := v.people[key]; p != nil {
		return p
	}
	p := &person{name: name, file: v.file("people", name, key)}
	v.people[key] = p
	v.order = append(v.order, p)
	return p
}

func (v *vault) incident(i *archive.Incident) error {
	head := or(heading(i), i.Type)
	file := v.file("incidents", strings.TrimSpace(i.Start+" "+i.Type+" "+head), i.ID)
	var b strings.Builder
	front(&b, []property{
		{"incident", i.ID}, {"type", i.Type}, {"modes", i.Modes}, {"status", string(i.Status)}, {"outcome", i.Outcome}, {"start", i.Start}, {"end", i.End},
		{"place", place(i.Place).Name}, {"reports", i.Reports}, {"outlets", i.Outlets}, {"independent", i.Independent}, {"tags", append([]string{"incident"}, i.Contexts...)},
	})
	b.WriteString("# " + markdown(head) + "\n\n")
	b.WriteString(markdown(or(ontology.Plain(i.Type, i.Modes), i.Type)) + ", " + string(i.Status))
	if i.Outcome != "" {
		b.WriteString(", " + i.Outcome)
	}
	if i.Start != "" {
		b.WriteString(", " + i.Start)
	}
	if i.Place != nil {
		b.WriteString(", " + markdown(i.Place.Name))
	}
	b.WriteString("\n")
	v.parties(&b, "Actors", i.Actors, mention{i.Start, file})
	v.parties(&b, "Recipients", i.Recipients, mention{i.Start, file})
	for k, c := range conflicts(i) {
		if k == 0 {
			b.WriteString("\n## Reports differ\n\n")
		}
		b.WriteString("- " + markdown(c) + "\n")
	}
	if err := v.reports(&b, i); err != nil {
		return err
	}
	return v.put(file, b.String())
}

func (v *vault) parties(b *strings.Builder, head string, list []archive.Party, in mention) {
	if len(list) == 0 {
		return
	}
	b.WriteString("\n## " + head + "\n\n")
	for i := range list {
		p := &list[i]
		b.WriteString("- ")
		if p.Kind == record.Person {
			who := v.person(p.Person, p.Name)
			who.code, who.title = or(who.code, p.Code), or(who.title, p.Title)
			if n := len(who.in); n == 0 || who.in[n-1] != in { // named twice in one incident
				who.in = append(who.in, in)
			}
			b.WriteString(link(who.file, p.Name))
		} else {
			b.WriteString(markdown(p.Name))
		}
		for _, more := range []string{p.Title, p.Code} {
			if more != "" && more != p.Name {
				b.WriteString(", " + markdown(more))
			}
		}
		b.WriteString("\n")
	}
}

func (v *vault) reports(b *strings.Builder, i *archive.Incident) error {
	if v.set.Event == nil || len(i.Events) == 0 {
		return nil
	}
	b.WriteString("\n## Reports\n\n")
	for _, key := range i.Events {
		e, ok, err := v.set.Event(key)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		b.WriteString("- " + markdown(strings.TrimSpace(archive.Day(e.Published)+" "+e.Outlet)) + ": " + markdown(e.Evidence))
		if e.Copied {
			b.WriteString(" (copy)")
		}
		if strings.HasPrefix(e.URL, "https://") || strings.HasPrefix(e.URL, "http://") {
			b.WriteString(" <" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\n", "", "\r", "", "\t", "").Replace(e.URL) + ">")
		}
		b.WriteString("\n")
	}
	return nil
}

// persons writes the notes of people, by file name.
func (v *vault) persons() error {
	slices.SortFunc(v.order, func(a, b *person) int { return cmp.Compare(a.file, b.file) })
	for _, p := range v.order {
		var b strings.Builder
		properties := []property{{"name", p.name}, {"code", p.code}, {"title", p.title}}
		if id := p.identity; id != nil {
			properties = []property{{"name", id.Name}, {"person", id.ID}, {"aliases", id.Aliases}, {"code", id.Code}, {"documents", id.Documents}, {"first", id.First}, {"last", id.Last}}
		}
		front(&b, append(properties, property{"tags", []string{"person"}}))
		b.WriteString("# " + markdown(p.name) + "\n")
		slices.SortFunc(p.in, func(a, b mention) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.file, b.file)) })
		for i, m := range p.in {
			if i == 0 {
				b.WriteString("\n## Incidents\n\n")
			}
			b.WriteString("- " + link(m.file, strings.TrimSuffix(m.file[strings.IndexByte(m.file, '/')+1:], ".md")) + "\n")
		}
		if err := v.put(p.file, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// property is a line of the front matter.
type property struct {
	name  string
	value any
}

// front writes the front matter in YAML. Values are JSON, which YAML reads.
func front(b *strings.Builder, list []property) {
	b.WriteString("---\n")
	for _, p := range list {
		if s, ok := p.value.([]string); p.value == "" || ok && len(s) == 0 {
			continue
		}
		data, err := asJSON(p.value)
		if err != nil {
			panic("export: " + err.Error()) // strings, lists and numbers
		}
		b.WriteString(p.name + ": " + data + "\n")
	}
	b.WriteString("---\n\n")
}

// link is a link to a note of the vault.
func link(file, label string) string {
	return "[[" + strings.TrimSuffix(file, ".md") + "|" + strings.NewReplacer("[", "(", "]", ")", "|", "¦").Replace(plain(label)) + "]]"
}

// markdown writes text so that nothing in it is markup.
func markdown(s string) string {
	s = plain(s)
	var b strings.Builder
	for i, r := range s {
		if strings.ContainsRune("\\`*_[]<>|#~$", r) || i == 0 && strings.ContainsRune("-+=", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// maxName bounds a file name in bytes, so that every file system takes it.
const maxName = 120

// file makes a safe file name for a title, of its own: when it is taken, also in
// other letters, the id tells it apart.
func (v *vault) file(folder, title, id string) string {
	base := fileName(title)
	name := folder + "/" + base + ".md"
	for n := 0; v.taken[strings.ToLower(name)]; n++ {
		name = folder + "/" + base + " " + number(id, strconv.Itoa(n)) + ".md"
	}
	v.taken[strings.ToLower(name)] = true
	return name
}

// fileName leaves of a title what every system and the links of a vault allow.
func fileName(title string) string {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|#^[]%`, r) {
			return ' '
		}
		return r
	}, plain(title))
	s = strings.Trim(strings.Join(strings.Fields(s), " "), ". ")
	if len(s) > maxName {
		cut := maxName
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = strings.TrimRight(s[:cut], ". ")
	}
	stem, _, _ := strings.Cut(strings.ToUpper(s), ".")
	if s == "" || slices.Contains(reserved, strings.TrimSpace(stem)) {
		s = "_" + s
	}
	return s
}

// reserved are names that Windows keeps for devices.
var reserved = []string{"CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
	"LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9"}
