package chancery_test

import (
	"context"
	"fmt"
	"log"

	"chancery"
	"chancery/record"
)

func ExampleCoder_Code() {
	coder, err := chancery.New(chancery.Options{}) // once; safe for any number of goroutines
	if err != nil {
		log.Fatal(err)
	}
	doc := chancery.Document{
		Document: record.Document{Published: "2024-03-14", Source: "Ankara Courier"},
		Text:     "Turkish Foreign Minister Selim Arkan will visit Baghdad on Friday, the ministry said.",
	}
	rec, diagnostics, err := coder.Code(context.Background(), doc)
	if err != nil {
		log.Fatal(err)
	}
	name := map[string]string{}
	for _, e := range rec.Entities {
		name[e.ID] = e.Name
	}
	for _, e := range rec.Events {
		fmt.Println(e.Type, e.Status, name[e.Actors[0]], "→", name[e.Recipients[0]], e.Time.Start)
		fmt.Println("read from:", rec.Cut(doc.Text, e.Evidence))
	}
	for _, p := range rec.Posts {
		fmt.Println(name[p.Person]+":", p.Title+",", p.Code)
	}
	fmt.Println(len(diagnostics), "diagnostics")
	// Output:
	// CONSULT planned Selim Arkan → Baghdad 2024-03-15
	// read from: Selim Arkan will visit Baghdad
	// Selim Arkan: Foreign Minister, TUR
	// 0 diagnostics
}
