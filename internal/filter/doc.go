// Package filter is the one language in which events, incidents and statements
// are asked for, by the command line, the API and the pages of the desk:
//
//	actor:CHN recipient:RUS type:CONSULT since:2023-05 level:<=2 text:"nuclear"
//
// Parse makes an Expr of it, String writes an Expr in its short canonical form,
// Match and its sisters decide it on one item. docs/filter.md is the manual.
//
// What must stay true:
//   - Parse(e.String()) gives e again, under the same Options; the same
//     question has one canonical form, fit for an address.
//   - Match is the meaning: a store that answers a filter with indexes gives
//     exactly what Match gives (each leaf says what it compares: MatchKey,
//     Phrase.In, Range.Has, Period.Has).
//   - Unknown matches no test of a value: level:<=2 leaves out an event without
//     a level, and so does level:>2.
//   - What a filter says depends on its text, the registry and the given day
//     only; there is no clock in here.
//   - Any input gives an Expr or an Error with its place and what to do; time
//     and depth are bounded.
package filter
