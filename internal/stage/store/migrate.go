package store

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migration is one numbered script.
type migration struct {
	number int64
	name   string
	script string // as it is in the file
}

// digest names the script, so that a changed one is noticed.
func (m *migration) digest() string {
	sum := sha256.Sum256([]byte(m.script))
	return hex.EncodeToString(sum[:8])
}

// readMigrations gives the scripts of a folder in order: 1, 2, 3 without a gap.
func readMigrations(from fs.FS) ([]migration, error) {
	files, err := fs.Glob(from, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var out []migration
	for i, file := range files {
		data, err := fs.ReadFile(from, file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(path.Base(file), ".sql")
		n, err := strconv.ParseInt(name[:min(4, len(name))], 10, 64)
		if err != nil || n != int64(i+1) {
			return nil, fmt.Errorf("migration %s is out of order: it should be number %04d", name, i+1)
		}
		out = append(out, migration{n, name, string(data)})
	}
	return out, nil
}

// Migration is one that was applied.
type Migration struct {
	Number int64     `json:"number"`
	Name   string    `json:"name"`
	Digest string    `json:"digest"`
	At     time.Time `json:"at"`
}

// applied lists the migrations that a database has; none when it is new.
func applied(ctx context.Context, h *handle) ([]Migration, error) {
	var out []Migration
	there := false
	err := h.eachOnce(ctx, func(s scan) error { there = true; return nil }, h.d.Exists, "migrations")
	if err != nil || !there {
		return nil, err
	}
	err = h.eachOnce(ctx, func(s scan) error {
		var m Migration
		var at int64
		if err := s(&m.Number, &m.Name, &m.Digest, &at); err != nil {
			return err
		}
		m.At = time.UnixMilli(at).UTC()
		out = append(out, m)
		return nil
	}, "SELECT number, name, digest, at FROM migrations ORDER BY number")
	return out, err
}

// pending says which scripts are still to be applied. A database that has more
// than the program knows, or other ones, is refused.
func pending(have []Migration, known []migration) ([]migration, error) {
	for i, m := range have {
		if i >= len(known) {
			return nil, fmt.Errorf("%w: it has migration %s and this program knows %d; use the newer program", ErrNewer, m.Name, len(known))
		}
		if known[i].digest() != m.Digest {
			return nil, fmt.Errorf("%w: migration %s was applied in another form (%s, here %s); use the program that made it", ErrNewer, m.Name, m.Digest, known[i].digest())
		}
	}
	return known[len(have):], nil
}

// migrate brings the schema up to date, each script in a transaction.
func (s *Store) migrate(ctx context.Context, known []migration) error {
	have, err := applied(ctx, s.read)
	if err != nil {
		return err
	}
	todo, err := pending(have, known)
	if err != nil {
		return err
	}
	for _, m := range todo {
		if err := s.write(ctx, func(t *txn) error { return t.migrate(ctx, &m, known) }); err != nil {
			return fmt.Errorf("cannot apply migration %s: %w", m.name, err)
		}
	}
	return nil
}

// migrate applies one script, unless another program has done so meanwhile.
func (t *txn) migrate(ctx context.Context, m *migration, known []migration) error {
	have, err := applied(ctx, t.handle)
	if err != nil {
		return err
	}
	if todo, err := pending(have, known); err != nil || len(todo) == 0 || todo[0].number != m.number {
		return err
	}
	if len(have) == 0 {
		script := "CREATE TABLE migrations (number @INT@ PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, at @INT@ NOT NULL)"
		if err := t.run(ctx, t.d.migration(script)); err != nil {
			return err
		}
	}
	for _, statement := range statements(t.d.migration(m.script)) {
		if err := t.run(ctx, statement); err != nil {
			return fmt.Errorf("%.60q: %w", statement, err)
		}
	}
	switch m.name {
	case "0002_aggregate":
		t.keyless = true // their table comes with the next script
		err = t.recountAll(ctx)
	case "0003_find":
		err = t.fillFind(ctx)
	case "0004_months":
		err = t.splitMonths(ctx)
	case "0007_spans":
		err = t.mendDays(ctx)
	}
	if err != nil {
		return err
	}
	return t.run(ctx, "INSERT INTO migrations (number, name, digest, at) VALUES (?, ?, ?, ?)", m.number, m.name, m.digest(), t.s.now().UnixMilli())
}

// statements cuts a script at the semicolons that end a line.
func statements(script string) []string {
	var out []string
	var b strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n ")
		code, _, _ := strings.Cut(line, "--")
		code = strings.TrimRight(code, " ")
		if code == "" {
			continue
		}
		b.WriteString(code)
		b.WriteByte('\n')
		if strings.HasSuffix(code, ";") {
			out = append(out, b.String())
			b.Reset()
		}
	}
	if strings.TrimSpace(b.String()) != "" {
		out = append(out, b.String())
	}
	return out
}
