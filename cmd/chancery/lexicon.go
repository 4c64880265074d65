package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery"
	"chancery/internal/lexicon"
	"chancery/internal/pipeline"
	"chancery/record"
)

func lexiconCommand(a *app) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "lexicon",
		Short: "Look up, check and extend the words that tell events",
		Long: `The lexicon holds the frames of events, cues of speech, nouns for parties and the
words that decide whether an act happened. Your own files of the same layout
(events/*.tsv, not-events.tsv, …; docs/lexicon.md), and verb dictionaries of PETRARCH
(*.txt), are laid over the built-in ones: --lexicon DIR of lexicon, code and demo.`,
		Example: `  chancery lexicon find expel
  chancery lexicon check mine/
  chancery lexicon explain "The envoy was expelled from Tonga."`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("there is no command %q; %s has check, find and explain", args[0], cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(lexiconCheck(a), lexiconFind(a, &dir), lexiconExplain(a, &dir))
	return cmd
}

// lexiconFlag adds the flag that all commands share which read the lexicon.
func lexiconFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "lexicon", "", "`folder` of lexicon files of your own, laid over the built-in ones")
}

// ownLexicon opens a user's folder of lexicon files; none for no name.
func ownLexicon(dir string) (fs.FS, error) {
	if dir == "" {
		return nil, nil
	}
	folder, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	if len(lexicon.Files(folder)) == 0 {
		return nil, fmt.Errorf("cannot read the lexicon: %s holds no file that the lexicon knows, such as events/own.tsv", dir)
	}
	return folder, nil
}

// lexiconCheck reads a folder over the built-in lexicon and tells what is wrong
// with it, or what is doubtful.
func lexiconCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check [DIR]",
		Short: "Check your own files, or the built-in lexicon",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := ""
			if len(args) == 1 {
				dir = args[0]
			}
			lex, own, err := loadLexicon(dir)
			if err != nil {
				return err
			}
			problems := 0
			for _, p := range lex.Check() {
				if dir == "" || strings.HasPrefix(p.ID, "user/") {
					fmt.Fprintln(a.out, p)
					problems++
				}
			}
			writeCounts(a, lex)
			if problems > 0 {
				return fmt.Errorf("cannot pass the lexicon: %d lines are doubtful", problems)
			}
			for _, name := range lexicon.Files(own) {
				fmt.Fprintf(a.out, "%s is sound\n", name)
			}
			return nil
		},
	}
}

// loadLexicon reads the built-in lexicon with a user's folder over it.
func loadLexicon(dir string) (*lexicon.Lexicon, fs.FS, error) {
	own, err := ownLexicon(dir)
	if err != nil {
		return nil, nil, err
	}
	lex, err := lexicon.LoadWith(own)
	return lex, own, err
}

// writeCounts writes how many frames each type has.
func writeCounts(a *app, lex *lexicon.Lexicon) {
	count := map[string]int{}
	for _, f := range lex.All() {
		count[f.Type]++
	}
	for _, t := range record.Types() {
		fmt.Fprintf(a.out, "%-10s %5d frames\n", t, count[t])
	}
	fmt.Fprintf(a.out, "%-10s %5d frames\n", "in all", len(lex.All()))
}

// lexiconFind lists the frames that a word, type, mode, code or file has.
func lexiconFind(a *app, dir *string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "find WORD…",
		Short: "List the frames that have all of these words, types, modes, CAMEO codes or lines",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lex, _, err := loadLexicon(*dir)
			if err != nil {
				return err
			}
			frames := lex.Find(strings.Join(args, " "))
			if len(frames) == 0 {
				return fmt.Errorf("cannot find %q in any frame", strings.Join(args, " "))
			}
			slices.SortStableFunc(frames, func(x, y *lexicon.Frame) int {
				return cmp.Or(cmp.Compare(x.Type, y.Type), cmp.Compare(x.Mode, y.Mode))
			})
			for _, f := range frames {
				fmt.Fprintln(a.out, f.Line())
			}
			return nil
		},
	}
	lexiconFlag(cmd, dir)
	return cmd
}

// lexiconExplain codes a sentence and tells what was decided at each word.
func lexiconExplain(a *app, dir *string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain SENTENCE",
		Short: "Tell which frame fires in a sentence, how its slots are filled, and why others do not",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			own, err := ownLexicon(*dir)
			if err != nil {
				return err
			}
			text := strings.TrimSpace(strings.Join(args, " "))
			if text == "" {
				return errors.New("cannot explain an empty sentence")
			}
			page := &record.Page{Document: record.Document{ID: "sentence", Language: "en"}, Text: text}
			items := func(yield func(pipeline.Item, error) bool) { yield(pipeline.Item{Page: page, Place: "sentence"}, nil) }
			return a.explain(cmd.Context(), items, chancery.Options{Language: "en", Lexicon: own}, false)
		},
	}
	lexiconFlag(cmd, dir)
	return cmd
}
