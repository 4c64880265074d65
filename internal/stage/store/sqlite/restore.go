package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"chancery/internal/stage/store"
)

// Restore makes the archive at path of a backup, which is read through first. An
// archive that is there stays as it is, or with replace under another name, which
// is given as kept.
func Restore(ctx context.Context, backup, path string, replace bool) (v store.Verified, kept string, err error) {
	defer func() { err = about("cannot restore the archive "+path, err) }()
	if path, err = filepath.Abs(path); err != nil {
		return v, "", err
	}
	there := true
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		there = false
	} else if err != nil {
		return v, "", err
	}
	if there && !replace {
		return v, "", ErrExists
	}
	part, err := partial(path)
	if err != nil {
		return v, "", err
	}
	defer discard(part)
	if v, err = take(ctx, backup, part); err != nil {
		return v, "", err
	}
	if there {
		if kept, err = aside(ctx, path); err != nil {
			return v, "", err
		}
	}
	return v, kept, put(part, path)
}

// RestoreInto does the same for an archive that is no file: what is in it is kept
// only when replace is not given, for then nothing is restored.
func RestoreInto(ctx context.Context, backup string, to *store.Store, replace bool) (v store.Verified, err error) {
	defer func() { err = about("cannot restore the archive", err) }()
	dir, err := os.MkdirTemp("", "chancery-restore-")
	if err != nil {
		return v, err
	}
	defer os.RemoveAll(dir)
	part := filepath.Join(dir, "backup.db")
	if err := os.WriteFile(part, nil, 0o600); err != nil {
		return v, err
	}
	if v, err = take(ctx, backup, part); err != nil {
		return v, err
	}
	from, err := Open(ctx, part, store.Options{})
	if err != nil {
		return v, err
	}
	return v, errors.Join(store.Copy(ctx, to, from, replace), from.Close())
}

// take copies a backup, brings its schema up to date and reads it through. The
// backup itself is not touched.
func take(ctx context.Context, backup, part string) (v store.Verified, err error) {
	if info, err := os.Stat(backup + "-wal"); err == nil && info.Size() > 0 {
		return v, fmt.Errorf("%s is an archive in use and no backup: part of it is in %s-wal; make a backup by chancery backup", backup, backup)
	}
	if err := copyFile(backup, part); err != nil {
		return v, err
	}
	if info, err := os.Stat(part); err != nil || info.Size() == 0 {
		return v, fmt.Errorf("%w: the backup %s is empty", store.ErrNone, backup)
	}
	s, err := Open(ctx, part, store.Options{})
	if err != nil {
		return v, err
	}
	v, err = s.Verify(ctx)
	if err = errors.Join(err, s.Close()); err != nil {
		return v, err
	}
	if len(v.Faults) > 0 {
		return v, fmt.Errorf("%w: %d faults, the first of them: %v", ErrFaults, len(v.Faults)+v.More, v.Faults[0])
	}
	return v, settle(ctx, part)
}

// aside gives an archive another name. One that is sound is first made a single
// file, which fails when another program uses it; of a damaged one the log goes
// with it.
func aside(ctx context.Context, path string) (string, error) {
	err := settle(ctx, path)
	if errors.Is(err, store.ErrLocked) {
		return "", err
	}
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s.before-restore-%d", path, n)
		if _, err := os.Lstat(name); err == nil {
			continue
		}
		for _, end := range []string{"-wal", "-shm", ""} {
			if err := os.Rename(path+end, name+end); err != nil && !(end != "" && errors.Is(err, fs.ErrNotExist)) {
				return "", err
			}
		}
		return name, nil
	}
}
