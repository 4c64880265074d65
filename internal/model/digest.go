package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
)

// digits is how much of a digest names a version: enough to tell versions apart,
// short enough to read.
const digits = 12

// Digest names a version of some bytes by the first digits of their SHA-256.
func Digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d\n", len(p))
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil))[:digits]
}

// DigestFiles names a version of data files by their names and contents, in the
// order of the names; nil file systems are none.
func DigestFiles(systems ...fs.FS) (string, error) {
	h := sha256.New()
	for _, files := range systems {
		if files == nil {
			continue
		}
		err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := fs.ReadFile(files, path)
			fmt.Fprintf(h, "%s %d\n", path, len(data))
			h.Write(data)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("cannot read the data files: %w", err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:digits], nil
}
