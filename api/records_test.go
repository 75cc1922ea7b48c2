package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
)

// What an officer does at the group's phone is recorded with the phone, whatever part
// of the program does it; what she does in a browser is not.
func TestRecordsNameTheDeviceOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		login, pin := "0812 3456 7895", "493817"
		h.invitee("officer", login, pin)
		phone := phonetest.New("HP kelompok")
		enrol, err := phone.EnrolBody(h.officer.post(h.book+"/enrolments", `{}`).text("code"))
		if err != nil {
			t.Fatal(err)
		}
		h.post("/v1/devices", enrol, "Authorization", "")
		x := phone.SignIn(signInBody(login, pin))
		signed := h.post("/v1/sessions", string(x.Body), append(phonetest.SignInHeaders(x), "Authorization", "")...)
		browser := h.post("/v1/sessions", signInBody(login, pin), "Authorization", "")
		for _, y := range []struct{ token, device string }{{signed.text("token"), phone.ID.String()}, {browser.text("token"), "null"}} {
			auth := bearing(y.token)
			for _, change := range []struct{ path, body, record, action string }{
				{h.org + "/people", `{"name":"Warga Baru"}`, h.org, "person.registered"},
				{"/v1/books", fmt.Sprintf(`{"kind":"group","name":"Kelompok","owner":{"kind":"group","organization":"%s"}}`, h.kapuas), h.org, "book.owned"},
			} {
				h.post(change.path, change.body, auth...)
				says(t, h.admin.get(change.record+"/records"), "items.0.action", change.action, "items.0.device", y.device)
			}
			h.do("GET", "/v1/people/"+h.admin.id.String(), "", auth...)
			says(t, h.admin.get("/v1/people/"+h.admin.id.String()+"/reads"), "items.0.action", "person.read", "items.0.role", "officer", "items.0.device", y.device)
		}
		// The funds and the periods are the store's own commands.
		if err := h.store.Tx(t.Context(), bindTo(phone.ID, strings.TrimPrefix(h.treasurer.auth[1], "Bearer "))); err != nil {
			t.Fatal(err)
		}
		h.chair.post(h.book+"/funds", `{"code":"sosial","name":"Dana sosial"}`)
		says(t, h.chair.get(h.book+"/records"), "items.0.action", "fund.opened", "items.0.device", "null")
		h.treasurer.post(h.book+"/periods", `{"through":"2026-01-31"}`)
		says(t, h.chair.get(h.book+"/records"), "items.0.action", "period.closed", "items.0.device", phone.ID.String())
	})
}
