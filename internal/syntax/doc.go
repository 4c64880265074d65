// Package syntax is the analysed document that the stages hand to one another:
// one text, and sentences, words and dependency trees that point into it.
//
// What must stay true:
//   - The text has one owner, Doc.Text; everything else is a half-open byte span
//     into it, on rune borders.
//   - Sentences are ordered and do not overlap; words are ordered inside their
//     sentence; words and the white space between them give the text back.
//   - Heads are indexes into Doc.Words of the same sentence, or -1 for the root;
//     each sentence has exactly one root, and its heads form a tree.
//
// Names follow Universal Dependencies 2 (https://universaldependencies.org/u/).
package syntax

// Span is a half-open stretch [Start, End) of Doc.Text, in bytes.
type Span struct{ Start, End int32 }

// Len is the number of bytes in the span.
func (s Span) Len() int { return int(s.End - s.Start) }

// Contains says whether t lies inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps says whether the two spans share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Word is one syntactic word in the sense of UD.
type Word struct {
	Span          // the word's own bytes; "don't" gives [do][n't]
	Head   int32  // index in Doc.Words, -1 for the root of its sentence
	Sent   int32  // index in Doc.Sentences
	UPOS   UPOS   // universal part of speech
	Rel    Rel    // dependency relation to Head, with UD subtype where the model gives one
	Tag    uint8  // language-specific tag (XPOS), an index into Doc.Tags
	Joined bool   // continues the same surface token as the word before (a UD multiword token)
	Norm   string // lower-cased form; shared, never allocated per word
	Lemma  string // lemma; shared, never allocated per word
	Feats  string // UD features in canonical order ("Number=Sing|Person=3"); shared; "" when none
}

// Sentence is a run of words with a tree over them.
type Sentence struct {
	Span
	First, End int32 // words [First, End) of Doc.Words
	Root       int32 // index in Doc.Words, -1 only when the sentence has no words
	// ParagraphStart is set on the first sentence of a paragraph.
	ParagraphStart bool
}

// Doc is a text with its analysis.
type Doc struct {
	Text      string
	Words     []Word
	Sentences []Sentence
	Tags      []string // XPOS inventory that Word.Tag indexes
}

// Form is the word as the text has it.
func (d *Doc) Form(i int32) string { w := &d.Words[i]; return d.Text[w.Start:w.End] }

// Cut is the text of a span.
func (d *Doc) Cut(s Span) string { return d.Text[s.Start:s.End] }
