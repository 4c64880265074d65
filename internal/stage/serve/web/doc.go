// Package web is the desk in a browser: pages made on the server, a style sheet
// and a little script of our own.
//
// What must stay true:
//   - What comes from a page of news or a user is text: html/template writes it,
//     and no template.HTML, JS, CSS or URL is made of it.
//   - No page asks another machine for anything, and no script or style stands in
//     a page (serve.Policy forbids it).
//   - Every view works without script, by keyboard, and has its numbers as text.
//   - The filter stands in the address: what one reader sees, another sees too.
//   - From a number to the words that it was read from it is two clicks at most.
package web
