package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// Texts in the languages whose encodings are still met, each long enough to
// tell by its letters.
var (
	russian  = "Министр иностранных дел встретился во вторник со своим коллегой в Москве. Переговоры продолжатся завтра, сообщило агентство."
	german   = "Der Außenminister hat am Dienstag mit seinem Amtskollegen über die Lage gesprochen. Für Öl und Gas gelten künftig höhere Zölle."
	french   = "Le ministre des Affaires étrangères a rencontré son homologue à Genève. Les négociations ont été très difficiles, a-t-il déclaré."
	polish   = "Minister spraw zagranicznych spotkał się we wtorek ze swoim odpowiednikiem. Następne rozmowy odbędą się w środę, ogłosił rząd."
	greek    = "Ο υπουργός Εξωτερικών συναντήθηκε την Τρίτη με τον ομόλογό του στην Αθήνα. Οι συνομιλίες θα συνεχιστούν αύριο."
	chinese  = "外交部长周二在日内瓦会见了对方代表。双方就地区局势交换了意见，并同意继续对话。中国外交部发言人表示，会谈是有益的。"
	japanese = "外務大臣は火曜日にジュネーブで相手国の代表と会談した。両国は地域の情勢について意見を交換し、対話を続けることで一致した。"
	korean   = "외교부 장관은 화요일 제네바에서 상대국 대표와 만났다. 양측은 지역 정세에 대해 의견을 나누고 대화를 계속하기로 했다."
	mixed    = "He said “no” to the café’s owner – twice… and paid 5 € for it in Zürich."
)

// encode writes s in the named encoding.
func encode(t testing.TB, s, name string) []byte {
	enc, _ := charset.Lookup(name)
	out, err := enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

func TestDecodeSniffed(t *testing.T) {
	for _, c := range []struct{ text, encoding string }{
		{russian, "windows-1251"}, {russian, "koi8-r"}, {russian, "utf-8"}, {russian, "utf-16le"}, {russian, "utf-16be"},
		{russian[:strings.Index(russian, " во")], "windows-1251"},
		{strings.ToUpper(russian), "windows-1251"},
		{german, "windows-1252"}, {french, "windows-1252"}, {mixed, "windows-1252"},
		{chinese, "gb18030"}, {chinese, "utf-8"},
		{japanese, "shift_jis"}, {japanese, "euc-jp"}, {korean, "euc-kr"},
		{greek, "windows-1253"},
		{"Plain words.", "utf-16le"}, {"Plain words!", "utf-16be"}, {"Plain words.", "utf-8"},
	} {
		got := Decode(encode(t, c.text, c.encoding), "")
		if got.Text != c.text || got.Repaired > 0 {
			t.Errorf("%s read as %s, %d repaired: %.80q", c.encoding, got.Encoding, got.Repaired, got.Text)
		}
	}
}

func TestDecodeDeclared(t *testing.T) {
	for _, c := range []struct{ text, encoding, declared string }{
		{polish, "windows-1250", "windows-1250"}, {polish, "iso-8859-2", "ISO-8859-2"}, {russian, "koi8-r", "KOI8-R"},
		{russian, "ibm866", "cp866"}, {japanese, "iso-2022-jp", "iso-2022-jp"}, {mixed, "windows-1252", "iso-8859-1"},
		{"Žižka", "windows-1250", "cp1250"},
		// A declaration that the bytes belie.
		{russian, "utf-8", "windows-1251"}, {russian, "windows-1251", "utf-8"}, {german, "utf-8", "iso-8859-1"},
		{russian, "windows-1251", "no-such-name"}, {russian, "windows-1251", "utf-16"},
	} {
		got := Decode(encode(t, c.text, c.encoding), c.declared)
		if got.Text != c.text || got.Repaired > 0 {
			t.Errorf("%s declared as %s read as %s, %d repaired: %.80q", c.encoding, c.declared, got.Encoding, got.Repaired, got.Text)
		}
	}
}

func TestDecodeMarks(t *testing.T) {
	for _, c := range []struct{ raw, text, encoding string }{
		{"\xEF\xBB\xBFTalks – ended", "Talks – ended", "utf-8"},
		{"\xFF\xFET\x00a\x00l\x00k\x00s\x00\x3D\xD8\x00\xDE", "Talks😀", "utf-16le"},
		{"\xFE\xFF\x00T\x00a\x00l\x00k\x00s", "Talks", "utf-16be"},
		{"\xFF\xFE", "", "utf-16le"},
	} {
		if got := Decode([]byte(c.raw), "koi8-r"); got.Text != c.text || got.Encoding != c.encoding || got.Repaired != 0 {
			t.Errorf("%q: %+v", c.raw, got)
		}
	}
}

func TestDecodeRepairs(t *testing.T) {
	for _, c := range []struct {
		raw, text string
		repaired  int
	}{
		{"Zürich \xC3 Genève", "Zürich � Genève", 1},
		{"Zürich\x00Genève", "Zürich�Genève", 1},
		{"a\x00b\x00\x00 and more words", "a�b�� and more words", 3},
		{"given: � é", "given: � é", 0},
		{"\xFF\xFEA\x00\xFD\xFF", "A�", 0},
		{"\xFF\xFEA\x00\x00\xD8B\x00", "A�B", 1},
		{"Genève, cut in a lett\xC3", "Genève, cut in a lett�", 1},
	} {
		if got := Decode([]byte(c.raw), ""); got.Text != c.text || got.Repaired != c.repaired {
			t.Errorf("%q: %+v", c.raw, got)
		}
	}
}

func TestBinary(t *testing.T) {
	for raw, binary := range map[string]bool{
		"\x89PNG\r\n\x1A\n": true, "\x1F\x8B\x08\x00": true, "RIFF\x24\x08\x00\x00WAVEfmt ": true,
		"BZh91AY&SY\xF5\x9B\x9C": true, "BZh is how the file begins.": false, "RIFF is a format of files.": false,
		"PK is a name.": false, "%PDF-1.4": true, "{\\rtf1\\ansi": true, "MZ wrote this.": false,
		"\x1B[31mred\x1B[0m words": false, "page one\fpage two": false, "": false,
	} {
		if got := Decode([]byte(raw), ""); (got.Binary != "") != binary {
			t.Errorf("%q: %+v", raw, got)
		}
		if kind := Decode([]byte(raw), "").Binary; kind != "" && Hint(kind) == "" {
			t.Errorf("no hint for %s", kind)
		}
	}
}

func TestHeadline(t *testing.T) {
	body := "The ministers met in Geneva on Tuesday.\nThey ate.\n"
	for line, is := range map[string]bool{
		"Xi, Putin hold talks in Moscow": true, "“We are ready”: Iran answers": true, "5 dead in blast at port": true, "Will they meet again?": true,
		"the ministers met again": false, "Two words": false, "Ministers met. Again.": false, "Dear Mr. President": false, "Contents of the volume:": false,
		strings.Repeat("Long line ", 20): false,
	} {
		title, rest := Headline(line + "\n\n" + body)
		if is && (title != line || rest != body) || !is && (title != "" || rest != line+"\n\n"+body) {
			t.Errorf("%q: title %q, rest %q", line, title, rest)
		}
	}
}

// Whatever the bytes, what comes out is clean, and clean UTF-8 stays itself.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("Plain words."), "")
	f.Add([]byte("\xFF\xFEA\x00\x00\xD8"), "utf-16")
	f.Add(encode(f, russian, "windows-1251"), "windows-1251")
	f.Add(encode(f, japanese, "euc-jp"), "euc-jp")
	f.Add([]byte("a\x00\xFF"), "iso-2022-kr")
	f.Fuzz(func(t *testing.T, raw []byte, declared string) {
		d := Decode(raw, declared)
		if !utf8.ValidString(d.Text) || strings.Contains(d.Text, "\x00") || d.Repaired < 0 {
			t.Fatalf("%q as %q: %+v", raw, declared, d)
		}
		if d.Binary != "" && d.Text != "" || d.Binary == "" && d.Encoding == "" {
			t.Fatalf("%q as %q: %+v", raw, declared, d)
		}
		again := Decode([]byte("\xEF\xBB\xBF"+d.Text), "")
		if again.Text != d.Text || again.Repaired != 0 {
			t.Fatalf("%q does not stay itself: %+v", d.Text, again)
		}
		title, body := Headline(Lines(d.Text))
		if rest, ok := strings.CutPrefix(strings.TrimSpace(Lines(d.Text)), title); !ok || title != "" && !strings.HasSuffix(rest, strings.TrimSpace(body)) {
			t.Fatalf("%q is not %q and %q", d.Text, title, body)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, raw := range map[string][]byte{
		"utf-8":        []byte(strings.Repeat(russian, 500)),
		"windows-1251": encode(b, strings.Repeat(russian, 500), "windows-1251"),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				Decode(raw, "")
			}
		})
	}
}
