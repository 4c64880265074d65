// Package lexicon holds the words that the extraction goes by, as data: event
// frames, cues of speech, nouns for parties, words that decide whether an act
// happened, light verbs and keywords of contexts. FORMAT.md is the reference of
// the files; data/ holds the lexicon that ships, and a user may lay his own
// files over it.
//
// What must stay true:
//   - A Lexicon does not change after loading, so any number of goroutines may
//     read it; looking a word up allocates nothing.
//   - Every line is checked on loading. A line that cannot be understood stops
//     the load with its file and line; what is merely doubtful (a duplicate, a
//     CAMEO code outside the type's roots) is left to Check.
//   - Frames come most specific first, in the order in which they are to be
//     tried: more parts, then more limits, then the user's before ours, then
//     the earlier line.
//   - Words are lemmas in lower case. What counts as a subject or object in a
//     given tree is not known here: slots are logical.
package lexicon
