package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
)

// careFlags are the flags of the commands that look after an archive.
type careFlags struct {
	archiveFlags
	force bool
}

// care makes a command that looks after an archive.
func (a *app) care(cmd *cobra.Command, f *careFlags, do func(ctx context.Context, args []string) error) *cobra.Command {
	f.named(cmd)
	cmd.Flags().StringVar(&f.to, "to", "text", "`format` to write: text, json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !slices.Contains([]string{"text", "json"}, f.to) {
			return usagef("--to %s: there is no such format; give text or json", f.to)
		}
		return do(cmd.Context(), args)
	}
	return cmd
}

// answer writes what a command found: a value as JSON, or lines.
func (a *app) answer(f *careFlags, value any, lines ...string) error {
	if f.to == "json" {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(value)
	}
	_, err := fmt.Fprintln(a.out, printable(strings.Join(lines, "\n")))
	return err
}

// printable takes control characters out of words that come from outside.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (r < ' ' || r >= 0x7f && r < 0xa0) {
			return -1
		}
		return r
	}, s)
}

// one wants one argument.
func one(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usagef("%s takes %s, but got %d names", cmd.CommandPath(), what, len(args))
		}
		return nil
	}
}

func backupCommand(a *app) *cobra.Command {
	f := &careFlags{}
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write an archive into a file while it is in use",
		Long: `Backup writes all that is in the archive, as it is at one moment, into one file,
reads the file back as chancery verify does, and only then gives it its name: a
backup is there and whole, or it is not there. Ingesting and watching go on
meanwhile. The backup of a PostgreSQL archive is a file of the same sort, which
restore reads into either.`,
		Example: `  chancery backup /mnt/safe/news-2031-05-01.db
  chancery backup --archive postgres://desk@db/chancery --force nightly.db`,
		Args: one("the file to write"),
	}
	cmd.Flags().BoolVar(&f.force, "force", false, "write over a file that is there")
	return a.care(cmd, f, func(ctx context.Context, args []string) error {
		return f.with(ctx, false, func(s *store.Store) error {
			v, err := sqlite.Backup(ctx, s, args[0], f.force)
			if errors.Is(err, sqlite.ErrExists) && !f.force {
				return fmt.Errorf("%w; --force writes over a backup", err)
			}
			if err != nil {
				return err
			}
			size := int64(0)
			if info, err := os.Stat(args[0]); err == nil {
				size = info.Size()
			}
			return a.answer(f, map[string]any{"file": args[0], "bytes": size, "verified": v}, args[0]+": "+whole(&v)+", "+thousands(int(size/1024))+" KiB, read back and whole", "chain "+v.Chain)
		})
	})
}

func restoreCommand(a *app) *cobra.Command {
	f := &careFlags{}
	cmd := &cobra.Command{
		Use:   "restore BACKUP",
		Short: "Make an archive of a backup",
		Long: `Restore reads a backup through, as chancery verify does, and makes the archive of
it that --archive names. A backup that is not whole is refused. An archive that is
there is left as it is; with --force a file is kept under another name, which is
told, and the contents of a PostgreSQL archive are replaced.`,
		Example: `  chancery restore --archive news.db /mnt/safe/news-2031-05-01.db`,
		Args:    one("the backup to read"),
	}
	cmd.Flags().BoolVar(&f.force, "force", false, "put it in the place of an archive that is there")
	return a.care(cmd, f, func(ctx context.Context, args []string) error {
		v, kept, err := f.restore(ctx, args[0])
		switch {
		case errors.Is(err, sqlite.ErrExists), errors.Is(err, store.ErrNotEmpty):
			return fmt.Errorf("%w; --force puts the backup in its place", err)
		case err != nil:
			return err
		}
		lines := []string{f.shown() + ": " + whole(&v), "chain " + v.Chain}
		if kept != "" {
			lines = append(lines, "the former archive is kept as "+kept)
		}
		return a.answer(f, map[string]any{"archive": f.shown(), "kept": kept, "verified": v}, lines...)
	})
}

func (f *careFlags) restore(ctx context.Context, backup string) (v store.Verified, kept string, err error) {
	if _, err := os.Stat(backup); err != nil {
		return v, "", fmt.Errorf("cannot read the backup: %w", err)
	}
	if !f.remote() {
		return sqlite.Restore(ctx, backup, f.name(), f.force)
	}
	err = f.with(ctx, true, func(s *store.Store) error {
		v, err = sqlite.RestoreInto(ctx, backup, s, f.force)
		return err
	})
	return v, "", err
}

// remote tells an archive that is no file.
func (f *archiveFlags) remote() bool { return strings.Contains(f.name(), "://") }

// shown is the name of the archive without a password.
func (f *archiveFlags) shown() string {
	name := f.name()
	if scheme, rest, ok := strings.Cut(name, "://"); ok {
		if at := strings.LastIndex(rest, "@"); at >= 0 {
			user, _, _ := strings.Cut(rest[:at], ":")
			return scheme + "://" + user + rest[at:]
		}
	}
	return name
}

// whole sums up what was read.
func whole(v *store.Verified) string {
	return fmt.Sprintf("%s documents, %s records, %s texts, %s events, %s statements, %s incidents, %s decisions",
		thousands(v.Documents), thousands(v.Records), thousands(v.Texts), thousands(v.Events), thousands(v.Statements), thousands(v.Incidents), thousands(v.Decisions))
}

// contents prints what an archive says, as numbers and a digest.
func (a *app) contents(ctx context.Context, f *careFlags, s *store.Store) error {
	c, err := s.Contents(ctx)
	if err != nil {
		return err
	}
	return a.answer(f, c, fmt.Sprintf("%s: %s documents, %s events, %s statements, %s posts held, %s incidents", f.shown(),
		thousands(c.Documents), thousands(c.Events), thousands(c.Statements), thousands(c.Holdings), thousands(c.Incidents)), "contents "+c.Digest)
}

func verifyCommand(a *app) *cobra.Command {
	f := &careFlags{}
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Read all that is kept and tell what was changed",
		Long: `Verify reads the whole archive: every record against its digest and the chain that
binds each revision to all before it, every text against the digest that names its
document, decisions and the log against chains of their own, every row against its
check sum, and every index against what it indexes. One changed byte is found and
named by table, document and revision.

The chain that is printed is that of all records. Note it down, or keep it with a
backup: an archive that was rewritten whole, with new digests, has another one.

Exit code 1 says that something is not as it was written.`,
		Args: noArguments,
	}
	contents := false
	cmd.Flags().BoolVar(&contents, "contents", false, "print only a digest of what the archive says, by which two archives of the same documents are the same, in whatever order they came")
	return a.care(cmd, f, func(ctx context.Context, _ []string) error {
		return f.with(ctx, false, func(s *store.Store) error {
			if contents {
				return a.contents(ctx, f, s)
			}
			v, err := s.Verify(ctx)
			if err != nil {
				return err
			}
			lines := []string{f.shown() + ": " + whole(&v) + fmt.Sprintf(" read in %.1f s", v.Took.Seconds())}
			for _, fault := range v.Faults {
				lines = append(lines, "FAULT "+fault.String())
			}
			if v.More > 0 {
				lines = append(lines, "and "+thousands(v.More)+" more")
			}
			if len(v.Faults) == 0 {
				lines = append(lines, "all is as it was written", "chain "+v.Chain)
			}
			if err := a.answer(f, v, lines...); err != nil || len(v.Faults) == 0 {
				return err
			}
			return fmt.Errorf("the archive has %s faults; restore a backup by chancery restore, or code the documents that are named again", thousands(len(v.Faults)+v.More))
		})
	})
}

func doctorCommand(a *app) *cobra.Command {
	f := &careFlags{}
	var gap int
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look an archive over and say what to do",
		Long: `Doctor looks at the schema, the database's own check, free pages and the log, rows
that belong to nothing, indexes, the last backup, texts and rules of retention,
feeds that fail, and gaps of outlets. Each finding says what to do. It is quicker
than chancery verify, which compares every byte.

Exit code 1 says that something is wrong; warnings leave it 0.`,
		Args: noArguments,
	}
	cmd.Flags().IntVar(&gap, "gap", 7, "`days` without a document from which an outlet is told")
	return a.care(cmd, f, func(ctx context.Context, _ []string) error {
		return f.with(ctx, false, func(s *store.Store) error {
			look := store.Checkup{Gap: gap}
			if !f.remote() {
				look.Size, look.Log = sizeOf(f.name()), sizeOf(f.name()+"-wal")
			}
			found, err := s.Doctor(ctx, look)
			if err != nil {
				return err
			}
			var lines []string
			wrong := 0
			for _, x := range found {
				lines = append(lines, fmt.Sprintf("%-8s %-10s %s", x.Weight, x.Check, x.Text))
				if x.Do != "" {
					lines = append(lines, strings.Repeat(" ", 20)+"→ "+x.Do)
				}
				if x.Weight == store.Wrong {
					wrong++
				}
			}
			if err := a.answer(f, found, lines...); err != nil || wrong == 0 {
				return err
			}
			return fmt.Errorf("the archive has %d faults", wrong)
		})
	})
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
