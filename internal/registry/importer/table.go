package importer

import (
	_ "embed"
	"strings"
)

// The tables were written down from general knowledge for this project.
var (
	//go:embed data/territories.tsv
	territories string
	//go:embed data/countries.tsv
	countries string
	//go:embed data/classes.tsv
	classes string
	//go:embed data/cameo.tsv
	cameo string
	//go:embed data/occupations.tsv
	occupations string
	//go:embed data/collective.tsv
	collective string
)

// table cuts an embedded table into cells; lines with # are comments.
func table(text string) (rows [][]string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if line != "" && line[0] != '#' {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}
