package api

import (
	"testing"

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
