package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// A woman's own book is as if it were not there, until she lets officers look; then
// they look, add nothing, and she sees who did.
func TestHerBookAndTheOfficer(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		book := store.NewBookID()
		at, her := "/v1/books/"+book.String(), "/v1/people/"+h.dewi.id.String()
		h.dewi.post("/v1/books", fmt.Sprintf(`{"id":"%s","kind":"household","name":"Dompet","owner":{"kind":"person","id":"%s"}}`, book, h.dewi.id))
		looks := []string{"", "/accounts", "/trial-balance", "/entries", "/funds", "/records", "/verification"}
		hidden := func() {
			t.Helper()
			for _, path := range looks {
				h.officer.refused(404, "unknown_book", "GET", at+path, "")
			}
			h.officer.refused(404, "unknown_book", "POST", at+"/entries", plainEntry(newID(), "2026-03-01", "1101", "3101", "1000"))
			if a := h.officer.get("/v1/books"); strings.Contains(a.body, book.String()) {
				t.Errorf("the officer's books are %s", a.body)
			}
		}
		hidden()
		h.dewi.post(her+"/consents", `{"purpose":"contact","text_version":"1","language":"id","how":"on_screen"}`)
		hidden()
		consent := h.dewi.post(her+"/consents", `{"purpose":"book_access","text_version":"1","language":"id","how":"on_screen"}`).text("id")
		for _, path := range looks[:4] {
			h.officer.get(at + path)
		}
		says(t, h.officer.get("/v1/books"), "items.0.id", book.String(), "items.1", "null")
		says(t, h.dewi.get(her+"/reads?limit=1"), "items.0.action", "book.read", "items.0.role", "officer", "items.0.of", "Yayasan Kapuas")
		h.officer.refused(403, "forbidden", "POST", at+"/entries", plainEntry(newID(), "2026-03-01", "1101", "3101", "1000"))
		h.officer.refused(403, "forbidden", "POST", at+"/periods", `{"through":"2026-01-31"}`)
		h.chair.refused(404, "unknown_book", "GET", at, "")
		h.other.refused(404, "unknown_book", "GET", at, "")
		h.refused(404, "unknown_book", "GET", at, "")
		h.dewi.post(her+"/consents/"+consent+"/withdrawal", `{}`)
		hidden()
		h.dewi.get(at + "/entries")
	})
}
