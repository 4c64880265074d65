// Package link joins what single pages tell into what happened: it finds the
// copies of a text, the reports of one act, and the persons and posts that go
// through many pages. Link says what one more document changes; it asks history
// through archive.History and writes nothing itself. docs/linking.md tells the
// method, its sources and its figures.
//
// What must stay true:
//   - What is linked is a function of the set of documents, not of the order in
//     which they came: a family of copies is a tree in which each document hangs
//     on the earlier one that it most resembles, an incident is a connected
//     component of Same and of the decisions of reviewers. All (batch.go) works
//     it out from nothing, and a test holds both together.
//   - Copy and Same look at two documents or events and at nothing else.
//   - Reports, outlets that print and outlets with a text of their own are
//     counted apart.
//   - Word lists and thresholds of language are files under data.
package link
