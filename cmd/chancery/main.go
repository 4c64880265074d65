// Command chancery codes political news into event records.
//
// What must stay true:
//   - os.Exit and the standard streams are used in this file only; commands get
//     them through app, so that tests run them without a process.
//   - Records go to standard output; everything else goes to standard error.
//   - Exit codes come from one switch: 0 all well, 1 an operation failed,
//     2 wrong usage, 3 some documents had errors and the rest are coded.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"chancery"
	"chancery/internal/pipeline"
)

// app is what the commands see of the world.
type app struct {
	in       io.Reader
	out, err io.Writer
	// Which streams are terminals, and the columns of the one at out.
	inTerminal, outTerminal, errTerminal bool
	width                                int
	noColor                              bool // NO_COLOR is set
	newCode                              func(chancery.Options) (pipeline.Code, error)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)   // a second Ctrl-C ends the program at once
	signal.Ignore(syscall.SIGPIPE) // a reader that has gone is an error of the write
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		width = 0
	}
	a := &app{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		inTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		outTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		errTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		width:       width,
		noColor:     os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb",
		newCode:     newCode,
	}
	os.Exit(a.run(ctx, os.Args[1:]))
}

// run executes one command line and gives the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := rootCommand(a)
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	return a.exit(root.ExecuteContext(ctx))
}

// rootCommand holds the commands, one file each.
func rootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "chancery",
		Short: "Code political news into event records",
		Long: `Chancery reads political news and writes down, for each page, who met whom, what
is planned, who said what through whom, who holds which post, and what else was
done: as a dispatch for a person, or as records for a program.`,
		Example: `  chancery demo                      see what it does
  chancery code page.html            read one page, print a dispatch
  chancery code news/ > out.jsonl    code a folder into records, one a line`,
		Args:          noSuchCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%v; see %s --help", err, cmd.CommandPath())
	})
	root.CompletionOptions.HiddenDefaultCmd = true
	for _, g := range commandGroups(a) {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title + ":"})
		for _, c := range g.commands {
			c.GroupID = g.title
			root.AddCommand(c)
		}
	}
	return root
}

// group is a heading of the help with its commands.
type group struct {
	title    string
	commands []*cobra.Command
}

// commandGroups are the commands in the order of the help.
func commandGroups(a *app) []group {
	return []group{
		{"Read news", []*cobra.Command{codeCommand(a), demoCommand(a), timesCommand(a), namesCommand(a), parseCommand()}},
		{"Keep an archive", []*cobra.Command{ingestCommand(a), watchCommand(a), sourcesCommand(a), recodeCommand(a), reviewCommand(a)}},
		{"Work on many machines", []*cobra.Command{fleetCommand(a)}},
		{"Look after the archive", []*cobra.Command{backupCommand(a), restoreCommand(a), verifyCommand(a), doctorCommand(a), forgetCommand(a), healthCommand(a)}},
		{"Ask the archive", []*cobra.Command{
			eventsCommand(a), incidentsCommand(a), statementsCommand(a), postsCommand(a), peopleCommand(a), agendaCommand(a),
			coverageCommand(a), searchCommand(a), showCommand(a), exportCommand(a),
			serveCommand(a), mcpCommand(a),
		}},
		{"Measure relations", []*cobra.Command{relationCommand(a), triadCommand(a), compareCommand(a), networkCommand(a), forumCommand(a), claimsCommand(a), dossierCommand(a)}},
		{"Data and models", []*cobra.Command{registryCommand(a), lexiconCommand(a), schemaCommand(), evaluateCommand(a), trainCommand(a), benchCommand(a), versionCommand()}},
	}
}

func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return usagef("there is no command %q; did you mean %q?", args[0], near[0])
	}
	return usagef("there is no command %q; see chancery --help", args[0])
}

// noArguments is the check of commands that take only flags.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments, but got %q", cmd.CommandPath(), args[0])
	}
	return nil
}

// usageError says that the command line cannot be followed.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// errDocuments says that some documents had errors, which have been listed.
var errDocuments = errors.New("some documents had errors")

// exit tells what went wrong, if it was not told yet, and gives the exit code.
func (a *app) exit(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, syscall.EPIPE): // the reader of our output has seen enough
		return 0
	case errors.Is(err, errDocuments):
		return 3
	case errors.As(err, &usage):
		fmt.Fprintf(a.err, "chancery: %v\n", err)
		return 2
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.err, "chancery: interrupted; what was written so far is complete records")
		return 1
	}
	fmt.Fprintf(a.err, "chancery: %v\n", err)
	return 1
}
