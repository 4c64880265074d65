package ingest_test

import (
	"fmt"
	"strings"

	"chancery/internal/stage/ingest"
)

func ExampleDocuments() {
	lines := `{"id":"a","published":"May 22, 2023","text":"Officials met in Moscow."}
{"id":"b"}
`
	for item, err := range ingest.Documents("docs.jsonl", strings.NewReader(lines), ingest.Options{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %q %q\n", item.Page.ID, item.Page.Published, item.Page.Text)
		for _, d := range item.Diagnostics {
			fmt.Println(d)
		}
	}
	// Output:
	// a "2023-05-22" "Officials met in Moscow."
	// b "" ""
	// docs.jsonl:2: error [jsonl-line-invalid]: the object has no "text"; a line is a JSON object with a string "text"
}
