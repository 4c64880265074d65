package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"

	"chancery/internal/stage/store"
)

// ErrExists is that a backup or an archive is there already, where a new one was
// to be written.
var ErrExists = errors.New("there is a file already; nothing was written over it")

// ErrFaults is that a file was read back and is not whole; store.Verified, which
// is given with it, tells the faults.
var ErrFaults = errors.New("it is not whole")

// stale is the age at which what a killed backup left is taken away.
const stale = 24 * time.Hour

// Backup writes an archive, SQLite's or another one, into a file while it is in
// use, and reads the file back. The file is that of one moment; until it is whole
// and on the disk it has another name, so that a backup is there or it is not.
func Backup(ctx context.Context, s *store.Store, path string, replace bool) (v store.Verified, err error) {
	defer func() { err = about("cannot write the backup "+path, err) }()
	if path, err = filepath.Abs(path); err != nil {
		return v, err
	}
	if err := free(path, replace); err != nil {
		return v, err
	}
	part, err := partial(path)
	if err != nil {
		return v, err
	}
	defer discard(part)
	if err := writeInto(ctx, s, part); err != nil {
		return v, err
	}
	if v, err = check(ctx, part); err != nil {
		return v, err
	}
	if err := put(part, path); err != nil {
		return v, err
	}
	err = s.Note(ctx, "backup", fmt.Sprintf("%s: %d documents, chain %s", path, v.Documents, v.Chain))
	if errors.Is(err, store.ErrLocked) || errors.Is(err, store.ErrReadOnly) {
		err = nil // the backup is there all the same
	}
	return v, err
}

func about(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// free says whether a file may be written.
func free(path string, replace bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is no file", ErrExists, path)
	case !replace:
		return ErrExists
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("%w: it is an archive in use", ErrExists)
	}
	return nil
}

// partial makes the file that is to become path, and takes away old ones.
func partial(path string) (string, error) {
	old, err := filepath.Glob(globbed(path) + ".part-*")
	if err != nil {
		return "", err
	}
	for _, name := range old {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > stale {
			discard(name)
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// globbed writes a path so that a pattern takes it as it is.
func globbed(path string) string {
	out := make([]rune, 0, len(path))
	for _, r := range path {
		if r == '*' || r == '?' || r == '[' || r == '\\' {
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}

// discard takes a file away that did not become one; what is gone is gone.
func discard(path string) {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(path + end)
	}
}

func writeInto(ctx context.Context, s *store.Store, part string) error {
	if ok, err := s.Into(ctx, part); ok {
		return err
	}
	to, err := Open(ctx, part, store.Options{})
	if err != nil {
		return err
	}
	if err := errors.Join(store.Copy(ctx, to, s, false), to.Close()); err != nil {
		return err
	}
	return settle(ctx, part)
}

// settle makes a plain single file of an archive that nobody has open.
func settle(ctx context.Context, path string) error {
	connector, err := sqlite.NewConnector("file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(2000)")
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	var mode string
	err = db.QueryRowContext(ctx, "PRAGMA journal_mode=DELETE").Scan(&mode)
	if err == nil && mode != "delete" {
		err = store.ErrLocked
	}
	return errors.Join(explain(err), db.Close())
}

// check reads a file that nobody writes, without changing it.
func check(ctx context.Context, path string) (v store.Verified, err error) {
	connector, err := sqlite.NewConnector("file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=ro&immutable=1&_pragma=temp_store(2)&_pragma=cache_size(-65536)")
	if err != nil {
		return v, err
	}
	s, err := store.New(ctx, Dialect(), sql.OpenDB(connector), sql.OpenDB(connector), store.Options{})
	if err != nil {
		return v, err
	}
	v, err = s.Verify(ctx)
	if err == nil && len(v.Faults) > 0 {
		err = fmt.Errorf("%w: %d faults, the first of them: %v", ErrFaults, len(v.Faults)+v.More, v.Faults[0])
	}
	return v, errors.Join(err, s.Close())
}

// put gives a finished file its name, for good.
func put(part, path string) error {
	if err := sync(part); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return sync(filepath.Dir(path))
}

func sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// copyFile copies a file into one that is there.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
