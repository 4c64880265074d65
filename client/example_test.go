package client_test

import (
	"context"
	"errors"
	"fmt"

	"chancery/client"
)

// served is a server with invented news for the examples.
func served() (*client.Client, func()) {
	d, err := open(context.Background(), 4, 0, 0)
	if err != nil {
		panic(err)
	}
	c, err := client.New(d.address, client.Options{Token: d.token})
	if err != nil {
		panic(err)
	}
	return c, d.done
}

// The reports that a filter finds, page by page as they are wanted.
func ExampleList_All() {
	c, done := served()
	defer done()
	ctx := context.Background()
	for event, err := range c.Events().All(ctx, client.Query{Filter: "outlet:courier", Oldest: true, Limit: 2}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.Start, event.Type, event.Outlet)
	}
	// Output:
	// 2031-04-01 CONSULT courier
	// 2031-04-01 AID courier
}

// Everything in one answer, and what it was drawn from.
func ExampleList_Stream() {
	c, done := served()
	defer done()
	rows, err := c.Incidents().Stream(context.Background(), client.Query{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer rows.Close()
	fmt.Println("documents:", rows.Completeness.Documents)
	reports := 0
	for incident, err := range rows.Rows() {
		if err != nil { // what breaks off is told, and never taken for whole
			fmt.Println(err)
			return
		}
		reports += incident.Reports
	}
	fmt.Println("reports:", reports)
	// Output:
	// documents: 4
	// reports: 8
}

// A filter that cannot be read, with the place of the fault.
func ExampleProblem() {
	c, done := served()
	defer done()
	_, err := c.Events().Page(context.Background(), client.Query{Filter: "type:SANCTION colour:red"})
	var p *client.Problem
	if errors.As(err, &p) {
		fmt.Println(p.Status, p.Field, *p.At)
	}
	// Output: 400 filter 14
}

// Asking again costs nothing while nothing was added.
func ExampleQuery_eTag() {
	c, done := served()
	defer done()
	ctx := context.Background()
	page, err := c.Statements().Page(ctx, client.Query{Limit: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Statements().Page(ctx, client.Query{Limit: 10, ETag: page.ETag})
	fmt.Println(errors.Is(err, client.ErrUnchanged))
	// Output: true
}
