package api

import (
	"io"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func TestAPhonePulls(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		phone := h.enrolled("HP")
		c := phone.Record(h.treasurer, "entry.post", `{"day":"2026-03-01","memo":"Iuran","lines":[{"account":"1101","debit":"250000"},{"account":"3102","credit":"250000"}]}`)
		phone.Pull = &people.Pull{}
		a := h.sync(phone.PushAll())
		says(t, a, "items.0.outcome", "posted", "epoch", "1", "pulled.since", "0", "pulled.more", "false",
			"pulled.entries.0.id", c.ID.String(), "pulled.entries.0.sequence", "1", "pulled.entries.0.day", "2026-03-01", "pulled.entries.0.memo", "Iuran",
			"pulled.entries.0.by", h.treasurer.Person.String(), "pulled.entries.0.lines.0.account", "1101", "pulled.entries.0.lines.0.fund", "general",
			"pulled.entries.0.lines.0.debit", "250000", "pulled.entries.0.lines.1.credit", "250000",
			"pulled.around.book.name", "Melati", "pulled.around.book.kind", "group", "pulled.around.book.currency", "IDR", "pulled.around.book.places", "0")
		if n := len(list(a.at("pulled.balances"))); n != 2 || a.at("pulled.entries.0.command") != nil {
			t.Errorf("%d balances, %s", n, a.body)
		}
		var known ledger.Hash
		if err := known.UnmarshalText([]byte(a.text("pulled.known"))); err != nil {
			t.Fatal(err)
		}
		phone.Pull = &people.Pull{Since: 1, Epoch: 1, Known: known}
		phone.Heard(people.Receipt{ID: c.ID, Seq: c.Seq})
		a = h.sync(phone.PushAll())
		if len(list(a.at("pulled.entries"))) != 0 || a.at("pulled.around") != nil || a.at("pulled.balances") != nil {
			t.Error("what the phone has came again:", a.body)
		}
	})
}

// A phone hears how far the last backup holds its book, whether it pulls or not.
func TestAPhoneHearsOfTheBackup(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		phone := h.enrolled("HP")
		record := func() {
			c := phone.Record(h.treasurer, "entry.post", `{"day":"2026-03-01","lines":[{"account":"1101","debit":"250000"},{"account":"3102","credit":"250000"}]}`)
			a := h.sync(phone.PushAll())
			says(t, a, "items.0.outcome", "posted")
			phone.Heard(people.Receipt{ID: c.ID, Seq: c.Seq})
		}
		record()
		if a := h.sync(phone.PushAll()); a.at("backed_up") != nil {
			t.Error("without any backup:", a.body)
		}
		if _, err := h.store.Backup(t.Context(), func(write func(io.Writer) error) error { return write(io.Discard) }); err != nil {
			t.Fatal(err)
		}
		record()
		a := h.sync(phone.PushAll())
		says(t, a, "sequence", "2", "backed_up.sequence", "1")
		if at, err := time.Parse(time.RFC3339, a.text("backed_up.at")); err != nil || at.IsZero() {
			t.Error(a.body)
		}
		phone.Pull = &people.Pull{}
		says(t, h.sync(phone.PushAll()), "pulled.since", "0", "backed_up.sequence", "1")
	})
}
