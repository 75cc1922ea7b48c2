package api

import (
	"fmt"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestHandingABookOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		book := store.NewBookID()
		at := "/v1/books/" + book.String()
		h.post("/v1/books", fmt.Sprintf(`{"id":"%s","kind":"group","name":"Kelompok Anggrek"}`, book))
		body := fmt.Sprintf(`{"id":"%s","kind":"group","organization":"%s"}`, store.NewID(), h.kapuas)
		h.officer.refused(404, "unknown_book", "GET", at, "")
		h.admin.refused(403, "forbidden", "POST", at+"/owner", body)
		h.refused(422, "owner.organization:required", "POST", at+"/owner", `{"kind":"group"}`)
		says(t, h.post(at+"/owner", body), "kind", "group", "owner", book.String(), "organization", h.kapuas.String())
		if a := h.post(at+"/owner", body); a.header.Get("Idempotency-Replayed") != "true" {
			t.Error("the same hand-over twice is two")
		}
		h.refused(404, "unknown_book", "GET", at, "")
		h.refused(404, "unknown_book", "POST", at+"/owner", fmt.Sprintf(`{"kind":"organization","owner":"%s"}`, h.landak))
		if a := h.officer.get(h.org + "/groups"); a.at("items.1") == nil {
			t.Errorf("the organisation knows the groups %s", a.body)
		}
	})
}
