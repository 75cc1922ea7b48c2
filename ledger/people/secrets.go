package people

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// SecretKind is what somebody keeps in her head to prove who she is.
type SecretKind string

// The kinds. A PIN guards what is done on a shared phone; a password is for whoever
// signs in at a console.
const (
	PIN      SecretKind = "pin"
	Password SecretKind = "password"
)

// What argon2id costs here: the second choice of the OWASP cheat sheet on storing
// passwords, about 40 ms and 19 MiB.
const (
	argonTime    = 2
	argonMemory  = 19 * 1024 // KiB
	argonThreads = 1
	argonSize    = 32
	argonSalt    = 24
)

// hashers bounds how many hashes are made at once: they are meant to be dear, and
// must not take the memory of a small machine.
const hashers = 2

// pinDigits and the bounds of a password, in characters.
const (
	pinDigits   = 6
	passwordMin = 10
	passwordMax = 200
)

// hashSecret is the argon2id hash of a secret, in the form that says how it was made.
// It waits its turn; busy when the caller's time is up before.
func (p *People) hashSecret(ctx context.Context, secret string) ([]byte, error) {
	salt := store.Random(argonSalt)
	sum, err := p.argon(ctx, secret, salt)
	if err != nil {
		return nil, err
	}
	b64 := base64.RawStdEncoding
	return fmt.Appendf(nil, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		b64.EncodeToString(salt), b64.EncodeToString(sum)), nil
}

func (p *People) argon(ctx context.Context, secret string, salt []byte) ([]byte, error) {
	select {
	case p.hashing <- struct{}{}:
		defer func() { <-p.hashing }()
	case <-ctx.Done():
		return nil, ledger.E(ledger.Busy, "busy", "")
	}
	return argon2.IDKey([]byte(secret), salt, argonTime, argonMemory, argonThreads, argonSize), nil
}

// secretFits reports whether the secret is the one that was hashed. Without a hash it
// takes as long and says no.
func (p *People) secretFits(ctx context.Context, secret string, hashed []byte) (bool, error) {
	parts := strings.Split(string(hashed), "$")
	salt, want := make([]byte, argonSalt), make([]byte, argonSize)
	known := len(parts) == 6 && parts[3] == fmt.Sprintf("m=%d,t=%d,p=%d", argonMemory, argonTime, argonThreads)
	if known {
		var errSalt, errSum error
		salt, errSalt = base64.RawStdEncoding.DecodeString(parts[4])
		want, errSum = base64.RawStdEncoding.DecodeString(parts[5])
		known = errSalt == nil && errSum == nil
	}
	sum, err := p.argon(ctx, secret, salt)
	return known && subtle.ConstantTimeCompare(sum, want) == 1, err
}

// secretHandle is where the one secret of a kind that somebody has is kept.
func secretHandle(kind SecretKind, person ledger.ID) []byte {
	sum := sha256.Sum256(append([]byte("lumbung.secret.v1\x00"+string(kind)+"\x00"), person[:]...))
	return sum[:]
}
