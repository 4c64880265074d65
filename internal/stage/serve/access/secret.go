package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is what a password's digest costs.
type Cost struct {
	Memory uint32 // KiB
	Passes uint32
}

func (c Cost) filled() Cost {
	if c.Memory == 0 {
		c.Memory = 19 << 10
	}
	if c.Passes == 0 {
		c.Passes = 2
	}
	return c
}

// digest makes the digest of a password in the usual form, $argon2id$v=19$….
func (c Cost) digest(password, salt string) string {
	key := argon2.IDKey([]byte(password), []byte(salt), c.Passes, c.Memory, 1, 32)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, c.Memory, c.Passes, enc.EncodeToString([]byte(salt)), enc.EncodeToString(key))
}

// fits says whether a password has this digest, whatever cost it was made with.
func fits(password, digest string) bool {
	parts := strings.Split(digest, "$")
	if len(parts) != 6 {
		return false
	}
	var c Cost
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &c.Memory, &c.Passes); err != nil || c.Memory > 1<<20 || c.Passes > 100 || c.Passes == 0 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	return err == nil && equal(c.digest(password, string(salt)), digest)
}

// equal compares without telling by its time where two strings differ.
func equal(a, b string) bool {
	return b != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// secret is a random string of 160 bits.
func secret() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

// hash is the form in which a secret of full randomness is kept.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// grouped makes a code that is easy to copy: abcde-fghij-….
func grouped(s string) string {
	var parts []string
	for ; len(s) > 5; s = s[5:] {
		parts = append(parts, s[:5])
	}
	return strings.Join(append(parts, s)[:5], "-")
}
