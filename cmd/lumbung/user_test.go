package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// TestTheFirstAdministrator: the operator makes an organisation, adds its first
// administrator at the machine, and prints her a card; she comes in and invites the
// others.
func TestTheFirstAdministrator(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		dir := t.TempDir()
		keys := []string{"--keys", "sqlite:" + filepath.Join(dir, "keys.db"), "--master-key-file", filepath.Join(dir, "master-key")}
		p := serve(t, address, keys...)
		organization := store.NewBookID()
		p.send(t, "/v1/organizations", map[string]any{"id": organization, "kind": "ngo", "name": "Yayasan Kapuas"})
		with := func(args ...string) []string { return append(append(args, "--database", address), keys...) }
		add := with("user", "add", "--organization", organization.String(), "--name", "Ibu Rina", "--email", "rina@kapuas.org")

		o := must(t, add...)
		said := regexp.MustCompile(`Person +(\S+)\nInvitation +(\S+)`).FindStringSubmatch(o.out)
		if said == nil || !strings.Contains(o.out, "Yayasan Kapuas") {
			t.Fatalf("it says %s", o)
		}
		person, invitation := said[1], said[2]
		refused(t, []string{"first administrator"}, append(add, "--role", "officer")...)
		refused(t, []string{"--organization is not an id"}, with("user", "add", "--organization", "kapuas", "--name", "Ibu Rina")...)
		refused(t, []string{"unknown_organization"}, with("user", "add", "--organization", store.NewBookID().String(), "--name", "Ibu Rina")...)

		a, err := p.ask(http.MethodPost, "/v1/invitations/"+invitation, map[string]any{"id": store.NewID(), "login": "rina@kapuas.org", "kind": "password", "secret": "jeruk besar manis"})
		if err != nil || a.status != http.StatusCreated {
			t.Fatalf("she accepts: %v %s", err, a)
		}
		rina := p.village
		rina.token = decoded[struct{ Token string }](t, a.body).Token
		if me := rina.get(t, "/v1/me"); !strings.Contains(me, person) || !strings.Contains(me, `"admin"`) {
			t.Errorf("she is %s", me)
		}
		rina.send(t, "/v1/organizations/"+organization.String()+"/invitations", map[string]any{"role": "officer"})
		refused(t, []string{"first administrator"}, add...)

		file := filepath.Join(dir, "card.pdf")
		must(t, with("card", "print", "--person", person, "--out", file)...)
		pdf, err := os.ReadFile(file)
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("the card is %.20q, %v", pdf, err)
		}
		refused(t, []string{"is there already"}, with("card", "print", "--person", person, "--out", file)...)
		if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others can read the card: %v %v", info.Mode(), err)
		}
		refused(t, []string{"--person is not an id"}, with("card", "print", "--person", "rina", "--out", file)...)
		refused(t, []string{"unknown_person", "person"}, with("card", "print", "--person", store.NewID().String(), "--out", filepath.Join(dir, "no.pdf"))...)
		if o := run(t, with("card", "print", "--person", person, "--out", filepath.Join(dir, "not", "there.pdf"))...); o.code == 0 {
			t.Errorf("a card without a place: %s", o)
		}
		db := open(t, address)
		var left int
		if err := db.QueryRow("SELECT count(*) FROM credentials WHERE kind = 'card' AND revoked_at = 0").Scan(&left); err != nil || left != 1 {
			t.Errorf("%d cards are in force, %v", left, err)
		}
		p.stop(t)
		holds(t, address)
	})
}

// A master key that others can read opens nothing.
func TestAMasterKeyIsItsOwnersAlone(t *testing.T) {
	dir := t.TempDir()
	address := "sqlite:" + filepath.Join(dir, "lumbung.db")
	must(t, "migrate", "--database", address)
	file := filepath.Join(dir, "key")
	for text, mode := range map[string]os.FileMode{strings.Repeat("ab", 32): 0o644, "ab": 0o600} {
		if err := os.WriteFile(file, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		refused(t, []string{"master key"}, "card", "print", "--database", address, "--master-key-file", file, "--person", store.NewID().String(), "--out", fmt.Sprint(file, ".pdf"))
	}
}
