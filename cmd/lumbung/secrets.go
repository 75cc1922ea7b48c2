package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// private refuses a file with a secret that others than its owner may read or write.
func private(what, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s %s can be read by others: chmod 600 it", what, path)
	}
	return nil
}

// readPrivate reads a file with a secret, which only its owner may read.
func readPrivate(what, path string) (string, error) {
	if err := private(what, path); err != nil {
		return "", err
	}
	raw, err := os.ReadFile(path)
	return strings.TrimSpace(string(raw)), err
}

// What a token that is given must have.
const (
	tokenLength = 32
	tokenSigns  = 10 // different ones
	tokenOwn    = 20 // characters beside common words
)

// guessable are the words that tokens are made of which are no secrets.
var guessable = []string{"password", "rahasia", "secret", "operator", "lumbung", "changeme", "example", "token", "admin", "qwerty", "abcdef", "12345"}

// checkToken refuses an operator's token that can be guessed: whoever has it sets up the
// whole installation, and nothing counts the guesses.
func checkToken(token string) error {
	weak := func(why string) error {
		return errors.New("the operator's token " + why + ", so it can be guessed. Make one: (umask 077; openssl rand -hex 32 >FILE), then --operator-token-file=FILE")
	}
	if len(token) < tokenLength {
		return weak(fmt.Sprintf("is shorter than %d characters", tokenLength))
	}
	kinds := map[rune]bool{}
	for _, r := range token {
		kinds[r] = true
	}
	if len(kinds) < tokenSigns {
		return weak(fmt.Sprintf("has fewer than %d different signs", tokenSigns))
	}
	for n := 1; n <= len(token)/2; n++ {
		if strings.Repeat(token[:n], len(token)/n+1)[:len(token)] == token {
			return weak("is one part again and again")
		}
	}
	left := strings.ToLower(token)
	for _, word := range guessable {
		left = strings.ReplaceAll(left, word, "")
	}
	if len(left) < tokenOwn {
		return weak("is made of common words")
	}
	return nil
}
