package main

import (
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/table"
)

func searchCommand(a *app) *cobra.Command {
	f := &archiveFlags{}
	limit := 20
	cmd := &cobra.Command{
		Use:   "search WORD…",
		Short: "Find words in events, statements and kept texts",
		Long: `Search finds words in the sentences of events, in what speakers say, in titles,
and in texts that are kept. All words must be there; "words in quotation marks"
stand in a row; a star at the end of a word stands for any ending.`,
		Example: `  chancery search nuclear talks
  chancery search '"zero-sum"' --to jsonl
  chancery search 'sanction*'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts, err := f.table(a)
			if err != nil {
				return err
			}
			words := strings.Join(args, " ")
			if strings.Trim(words, ` "*`) == "" {
				return usagef("search needs a word to look for, as in chancery search nuclear")
			}
			if limit < 1 {
				return usagef("--limit %d: give 1 or more", limit)
			}
			return f.with(cmd.Context(), false, func(s *store.Store) error {
				hits, err := s.Search(cmd.Context(), words, limit)
				if err != nil {
					return err
				}
				_, err = hitList().Write(a.out, sequence(hits), opts)
				return err
			})
		},
	}
	f.list(cmd)
	cmd.Flags().IntVar(&limit, "limit", limit, "`hits` of each kind at most")
	return cmd
}

// sequence gives the items of a slice.
func sequence[T any](items []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}

func hitList() table.List[archive.Hit] {
	type h = archive.Hit
	return table.List[h]{
		Columns: []table.Column[h]{
			{Name: "day", Text: func(h *h) string { return h.Day }},
			{Name: "in", Text: func(h *h) string { return h.Kind }},
			{Name: "source", Text: func(h *h) string { return h.Outlet }, Wide: true},
			{Name: "title", Text: func(h *h) string { return h.Title }, Wide: true},
			{Name: "words", Text: func(h *h) string { return h.Words }, CSV: true},
			{Name: "key", Text: func(h *h) string { return h.Key }, CSV: true},
			{Name: "document", Text: func(h *h) string { return h.Document }, CSV: true},
		},
		Below: func(h *h) string { return quote(h.Words) },
		Empty: "These words are nowhere. A text is searched only where it was kept (ingest --keep-text).",
	}
}
