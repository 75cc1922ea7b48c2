package api

import (
	"net/url"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func TestConsentsOverHTTP(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		id, witness := h.known(sitiFacts), h.known(`"name":"Saksi"`)
		at := "/v1/people/" + id + "/consents"
		h.refused(422, "witness:needs_witness", "POST", at, `{"purpose":"photo","text_version":"1","language":"id","how":"thumbprint"}`, h.officer[:]...)
		h.refused(422, "purpose:not_in_list", "POST", at, `{"purpose":"anything","text_version":"1","language":"id","how":"written"}`, h.officer[:]...)
		given := h.post(at, `{"purpose":"photo","text_version":"1","language":"id","how":"thumbprint","witness":"`+witness+`"}`, h.officer[:]...)
		says(t, given, "person", id, "purpose", "photo", "witness", witness, "withdrawn_at", "null")
		herself := h.signedIn(people.Caller{Person: ledger.MustID(id), Home: h.kapuas})
		if a := h.post(at+"/"+given.text("id")+"/withdrawal", `{}`, herself[:]...); a.at("withdrawn_at") == nil {
			t.Errorf("withdrawn as %s", a.body)
		}
		h.refused(409, "already_withdrawn", "POST", at+"/"+given.text("id")+"/withdrawal", `{}`, herself[:]...)
		h.refused(404, "unknown_consent", "POST", at+"/"+newID()+"/withdrawal", `{}`, herself[:]...)
		h.post(at, `{"purpose":"contact","text_version":"2","language":"en","how":"on_screen"}`, herself[:]...)
		says(t, h.do("GET", at, "", herself[:]...), "items.0.purpose", "photo", "items.1.purpose", "contact", "items.1.withdrawn_at", "null", "items.2", "null")
	})
}

// She sees everything held about her, and who has looked.
func TestMyDataOverHTTP(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		id := h.known(sitiFacts)
		at := "/v1/people/" + id
		herself := h.signedIn(people.Caller{Person: ledger.MustID(id), Home: h.kapuas})
		for range 3 {
			h.do("GET", at, "", h.officer[:]...)
		}
		a := h.do("GET", at+"/data", "", herself[:]...)
		says(t, a, "person.facts.nik", "6171015208870003", "looks.0.action", "person.data", "looks.0.herself", "true", "looks.1.role", "officer", "looks.4", "null",
			"sessions.0.how", "pin", "sessions.1", "null")
		if strings.Contains(a.body, "token") || strings.Contains(a.body, strings.TrimPrefix(herself[1], "Bearer ")) {
			t.Errorf("her data holds a token: %s", a.body)
		}
		var seen []string
		cursor := ""
		for {
			page := h.do("GET", at+"/reads?limit=2&cursor="+url.QueryEscape(cursor), "", herself[:]...)
			if page.status != 200 {
				t.Fatal(page.status, page.body)
			}
			for _, item := range list(page.at("items")) {
				seen = append(seen, asText(dig(item, "action"))+" "+asText(dig(item, "of")))
			}
			if page.at("next_cursor") == nil {
				break
			}
			cursor = page.text("next_cursor")
		}
		if got := strings.Join(seen, ", "); got != "person.data null, person.read Yayasan Kapuas, person.read Yayasan Kapuas, person.read Yayasan Kapuas" {
			t.Errorf("she sees %s", got)
		}
		h.refused(422, "cursor:invalid_cursor", "GET", at+"/reads?cursor=x", "", herself[:]...)
	})
}
