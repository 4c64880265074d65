// Package serve opens an archive to people and programs over HTTP. This package
// is the server itself: what it asks of an archive, who is calling and what they
// may do, and all that stands around every handler. The handlers are mounted
// from outside: serve/api, serve/access, serve/agents and serve/web.
//
// What must stay true:
//   - Nothing is reached without a Mount, and every Mount says which role reads
//     and which writes; what is not said is for administrators.
//   - No answer makes a browser ask another machine for anything, or run what
//     stands in a page of news.
//   - Nothing that a client sends is unbounded: header, body, time, rate.
//   - A line of the request log is one line of JSON, whatever was asked for, and
//     holds no query, cookie or token.
//   - When Serve returns, no request is being answered any more.
package serve
