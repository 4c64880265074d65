// Package registry holds what Chancery knows of the world before it reads a
// text: states, bodies, forums, organs of state, outlets, armed groups and
// parties, holders of high office, regions, places, offices and given names. The facts are data files
// (data/*.tsv, format in data/README.md) that are checked when they are read;
// a user's own files of the same format override them by key. A Scanner-like
// method, Registry.Scan, finds every known name in a text in one pass.
//
// What must stay true:
//   - A Registry never changes after Load; it is safe for use by many goroutines.
//   - The same files give the same ids, the same readings in the same order.
//   - A fact is stored once: a capital is a key in places.tsv, not a second pair
//     of coordinates.
//   - A file that breaks the format does not load; the error names file and line.
//   - Scan's matches are on rune and word borders, in order, without overlap,
//     and its time is linear in the text.
//   - A name gives all its readings. To choose among them is the linker's work.
//   - Unknown is empty, never a guess.
package registry
