package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// signIn is how a villager signs in.
type signIn struct {
	login  string // a phone number or an e-mail address
	secret string // the PIN or the password that goes with it
	card   string // the text of her key card
}

// signIns of the demo village are random, by villager. The database keeps only hashes,
// so they are kept in a file beside it that its owner alone may read.
type signIns map[string]signIn

// signInsFile is where the sign-ins of a demo database are: with its keys.
func signInsFile(database, folder string) string { return besides(database, folder) + ".sign-ins" }

const signInsHead = "# How the people of the demo village sign in: who, name, login, PIN or password, card. Not for real data."

// readSignIns reads the file; there is nothing in one that is not there.
func readSignIns(path string) (signIns, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return signIns{}, nil
	}
	if err != nil {
		return nil, err
	}
	all, lines := signIns{}, bufio.NewScanner(f)
	for lines.Scan() {
		if x := strings.Split(lines.Text(), "\t"); len(x) == 5 {
			all[x[0]] = signIn{x[2], x[3], x[4]}
		}
	}
	return all, errors.Join(lines.Err(), f.Close())
}

// write keeps the sign-ins in the file, wholly or not at all.
func (all signIns) write(path string) error {
	return output(path, func(w io.Writer) error {
		if _, err := fmt.Fprintln(w, signInsHead); err != nil {
			return err
		}
		for _, v := range villagers {
			x := all[v.key]
			if _, err := fmt.Fprintln(w, strings.Join([]string{v.key, v.name, x.login, x.secret, x.card}, "\t")); err != nil {
				return err
			}
		}
		return nil
	})
}

// equip gives everybody her PIN or password and her card. A secret is in the file
// before it is set: who stops the demo on the way finds everything after the next
// start.
func (t *townsfolk) equip(ctx context.Context, path string) (signIns, error) {
	all, err := readSignIns(path)
	if err != nil {
		return nil, err
	}
	for _, v := range villagers {
		x := all[v.key]
		x.login = strings.ReplaceAll(v.phone, "-", "") + v.email
		if x.login != "" && x.secret == "" {
			x.secret = newSecret(v)
		}
		all[v.key] = x
	}
	if err := all.write(path); err != nil {
		return nil, err
	}
	for _, v := range villagers {
		if x := all[v.key]; x.login != "" {
			kind := people.PIN
			if v.email != "" {
				kind = people.Password
			}
			if _, err := t.p.SetSecret(ctx, t.as(v.key), villageCommand("secret of "+v.key), people.NewSecret{Kind: kind, Secret: x.secret, Login: x.login}); err != nil {
				return nil, err
			}
		}
		if v.card {
			if err := t.giveCard(ctx, v.key, all); err != nil {
				return nil, err
			}
		}
	}
	return all, all.write(path)
}

// giveCard gives the villager a card. The text of one is shown once: a card whose text
// got lost is followed by another.
func (t *townsfolk) giveCard(ctx context.Context, key string, all signIns) error {
	for n := 1; ; n++ {
		made, err := t.p.IssueCard(ctx, t.as(key), villageCommand(fmt.Sprintf("card %d of %s", n, key)), t.id(key))
		if err != nil {
			return err
		}
		x := all[key]
		if made.It.Text != "" {
			x.card = made.It.Text
			all[key] = x
		}
		if x.card != "" {
			return nil
		}
	}
}

// newSecret makes a random PIN of six digits, or a random password of sixteen characters.
func newSecret(v villager) string {
	if v.email != "" {
		return newToken()[:16]
	}
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			panic(err) // never: the system's randomness does not fail
		}
		if pin := fmt.Sprintf("%06d", n); hardPIN(pin) {
			return pin
		}
	}
}

// hardPIN reports whether a PIN has at least five different digits: no rule against
// easy ones refuses it, unless it counts up or down.
func hardPIN(pin string) bool {
	digits, steps := map[byte]bool{}, map[byte]bool{}
	for i := range len(pin) {
		digits[pin[i]] = true
		if i > 0 {
			steps[(pin[i]-pin[i-1]+10)%10] = true
		}
	}
	return len(digits) >= 5 && len(steps) > 2
}

// print shows who is there and how they sign in.
func (all signIns) print(w io.Writer) error {
	homes := map[string]string{"group": "Kelompok Melati"}
	for _, o := range organisations {
		homes[o.key] = o.name
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range villagers {
		x := all[v.key]
		way := "PIN " + x.secret
		if v.email != "" {
			way = "password " + x.secret
		}
		card := "card " + shortCard(x.card)
		switch {
		case v.card && x.login == "":
			way = card
		case v.card:
			way += ", or " + card
		}
		line := []string{v.name, v.office, homes[v.home], cmp.Or(x.login, "-"), way}
		if _, err := fmt.Fprintln(table, "  "+strings.Join(line, "\t")); err != nil {
			return err
		}
	}
	return table.Flush()
}

// shortCard is enough of a card to tell it from others.
func shortCard(text string) string {
	parts := strings.SplitN(text, "-", 4)
	return strings.Join(parts[:min(3, len(parts))], "-") + "-..."
}
