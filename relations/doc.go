// Package relations measures relations between states, bodies and groups of
// them on incidents that an archive keeps: how much happens between two sides
// and of what kind, how regularly they meet, whether that rises or falls,
// recovers from shocks, comes at a third side's cost, and who stands between
// whom. docs/measures.md gives each measure's formula, its source and when it
// misleads.
//
// The way is the same for all: incidents go one by one into an Aggregate,
// documents into a Calendar, both give the Series of a Question, and the
// measures are pure functions over the values of a series. Contacts, Forums and
// Claims take incidents or statements directly, as their days matter.
//
// What must stay true:
//   - Nothing here reads a file, a clock or a random source of its own: the same
//     input and seed give the same numbers on every machine.
//   - A period without a document is a gap, NaN; a period with documents and no
//     incident is a zero. A measure says how many periods it had.
//   - Only acts that happened count, unless a question asks for others.
//   - Uncertainty is given with each estimate, and what cannot be told is a
//     verdict of its own.
package relations
