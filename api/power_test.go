package api

import (
	"fmt"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Whatever route has a parameter that picks out lines of one person or one thing, its
// rule is the statement's, or that of who sees every line.
func TestWhatNamesAPersonIsJudgedClosely(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		w, seen := &country{house: h}, 0
		for _, r := range w.Routes() {
			for _, name := range append([]string{"person", "member", "payee"}, narrowing...) {
				if !w.asks(r, name) {
					continue
				}
				seen++
				if rule := policy[r.Action]; !rule.closely && rule.Share != people.ShareMembers {
					t.Errorf("%s %s?%s= is judged by the rule of totals", r.Method, r.Path, name)
				}
			}
		}
		if seen < 6 {
			t.Errorf("only %d parameters were found", seen)
		}
	})
}

// savings is a line of somebody's savings in the group's book.
func savings(who townsman, amount string) string {
	return fmt.Sprintf(`{"id":"%s","day":"2026-05-04","kind":"savings.paid","lines":[{"account":"1101","debit":"%s"},{"account":"2101","credit":"%s","party":"%s"}]}`,
		newID(), amount, amount, who.id)
}

func TestABalanceOfOnePersonIsAStatement(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		h.treasurer.post(h.book+"/entries", savings(h.dewi, "50000"))
		dewis, account := "?party="+h.dewi.id.String(), h.book+"/accounts/2101"
		item := "?item=" + newID()
		siti := h.signedIn(h.group)
		h.chair.post(h.book+"/roles", role(siti, "member"))
		programme := h.admin.post(h.org+"/programmes", `{"name":"Perempuan Berdaya","starts":"2026-01-01"}`).text("id")
		trainer := h.signedIn(h.kapuas)
		h.admin.post("/v1/programmes/"+programme+"/roles", role(trainer, "trainer"))
		proposal := h.chair.post(h.book+"/sharing-proposals", fmt.Sprintf(`{"programme":"%s","share":"totals"}`, programme)).text("id")
		h.secretary.post(h.book+"/sharing-proposals/"+proposal+"/confirmation", "{}")

		for what, who := range map[string]townsman{"the treasurer": h.treasurer, "Dewi": h.dewi} {
			if got := who.get(account + dewis).text("balance"); got != "50000" {
				t.Errorf("%s sees %s", what, got)
			}
		}
		for _, who := range []townsman{siti, trainer, h.officer, h.dewi} {
			who.get(account) // the total
			who.refused(403, "forbidden", "GET", account+item, "")
		}
		for _, who := range []townsman{siti, trainer, h.officer} {
			who.refused(403, "forbidden", "GET", account+dewis, "")
			who.refused(403, "forbidden", "GET", account+dewis+"&day=2026-05-04", "")
			who.refused(403, "forbidden", "GET", account+"/statement"+dewis, "")
		}
		siti.get(account + "?party=" + siti.id.String())
	})
}

// Who leaves an office stays a member, and who leaves the group still sees her own
// lines, and nothing else.
func TestWhoHasLeftSeesHerOwnLines(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		rina := h.signedIn(h.group)
		h.chair.post(h.book+"/roles", role(rina, "member"))
		h.treasurer.post(h.book+"/entries", savings(h.treasurer, "50000"))
		own := func(who townsman) string { return h.book + "/accounts/2101/statement?party=" + who.id.String() }
		handover := h.chair.post(h.book+"/handovers", fmt.Sprintf(`{"kind":"treasurer","person":"%s"}`, h.dewi.id)).text("id")
		for _, who := range []townsman{h.dewi, h.key} {
			who.post(h.book+"/handovers/"+handover+"/confirmation", "{}")
		}
		h.treasurer.get(own(h.treasurer))
		h.treasurer.get(h.book)
		for _, who := range []townsman{h.treasurer, rina} {
			for _, r := range list(h.chair.get(h.book + "/roles").at("items")) {
				if textOf(object(r)["person"]) == who.id.String() {
					who.delete(h.book + "/roles/" + textOf(object(r)["id"]))
				}
			}
			who.refused(404, "unknown_book", "GET", h.book, "")
			who.refused(404, "unknown_book", "GET", own(h.dewi), "")
			who.refused(404, "unknown_book", "GET", h.book+"/entries?party="+who.id.String(), "")
		}
		h.treasurer.get(own(h.treasurer))
		h.treasurer.get(h.book + "/accounts/2101?party=" + h.treasurer.id.String())
		rina.refused(404, "unknown_book", "GET", own(rina), "") // there are none
	})
}

func TestAnOfficeEndsBeforeWitnesses(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		for _, r := range list(h.chair.get(h.book + "/roles").at("items")) {
			if whose := textOf(object(r)["role"]); whose == "treasurer" || whose == "key_holder" || whose == "secretary" {
				h.chair.refused(409, "needs_handover", "DELETE", h.book+"/roles/"+textOf(object(r)["id"]), "")
			}
		}
		end := fmt.Sprintf(`{"kind":"office_end","person":"%s","role":"treasurer"}`, h.treasurer.id)
		h.dewi.refused(403, "forbidden", "POST", h.book+"/handovers", end)
		h.chair.refused(422, "role:not_in_list", "POST", h.book+"/handovers", fmt.Sprintf(`{"kind":"office_end","person":"%s"}`, h.treasurer.id))
		a := h.chair.post(h.book+"/handovers", end)
		says(t, a, "state", "open", "kind", "office_end", "role", "treasurer")
		says(t, h.key.post(h.book+"/handovers/"+a.text("id")+"/confirmation", "{}"), "state", "agreed")
		roles := h.treasurer.get(h.book + "/roles")
		for _, r := range list(roles.at("items")) {
			if textOf(object(r)["person"]) == h.treasurer.id.String() && textOf(object(r)["role"]) != "member" {
				t.Errorf("she is %v", r)
			}
		}
	})
}

func TestTheChairTakesInNobodyUnasked(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		rina := h.signedIn(h.kapuas)
		h.chair.refused(403, "person:needs_invitation", "POST", h.book+"/roles", role(rina, "member"))
		h.chair.refused(403, "person:needs_invitation", "POST", h.book+"/roles", role(h.officer, "member"))
		token := h.chair.post(h.book+"/invitations", fmt.Sprintf(`{"role":"member","person":"%s"}`, rina.id)).text("token")
		if a := h.chair.get(h.book + "/people"); len(list(a.at("items"))) != 5 {
			t.Errorf("invited, she is on the list: %s", a.body)
		}
		if token == "" {
			t.Error("there is no invitation")
		}
	})
}

// Who keeps a programme's money receives it, and pays out by payments alone.
func TestAProgrammeReceivesItsFirstGrant(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		programme := h.admin.post(h.org+"/programmes", `{"name":"Perempuan Berdaya","starts":"2026-01-01"}`).text("id")
		atLead, atProgramme, approver := h.signedIn(h.kapuas), h.signedIn(h.kapuas), h.signedIn(h.kapuas)
		h.admin.post(h.org+"/roles", role(atLead, "finance"))
		h.admin.post("/v1/programmes/"+programme+"/roles", role(atProgramme, "finance"))
		h.admin.post("/v1/programmes/"+programme+"/roles", role(approver, "approver"))
		h.admin.refused(409, "role:duties_must_differ", "POST", "/v1/programmes/"+programme+"/roles", role(approver, "finance"))
		h.admin.refused(409, "role:duties_must_differ", "POST", "/v1/programmes/"+programme+"/roles", role(approver, "officer"))
		book := "/v1/books/" + store.NewBookID().String()
		h.admin.post("/v1/books", fmt.Sprintf(`{"id":"%s","kind":"programme","name":"Program","owner":{"kind":"programme","id":"%s","organization":"%s"}}`,
			book[len("/v1/books/"):], programme, h.kapuas))
		for _, who := range []townsman{atLead, atProgramme} {
			who.post(book+"/funds", fmt.Sprintf(`{"code":"%s","name":"Hibah","restricted":true}`, newID()[:8]+newID()[24:]))
			who.post(book+"/accounts", fmt.Sprintf(`{"code":"x%s","names":{"id":"Bank donor"},"class":"asset","role":"cash_bank"}`, newID()[24:]))
			grant := newID()
			who.post(book+"/entries", plainEntry(grant, "2026-05-04", "1102", "4201", "1000000"))
			who.refused(409, "lines:needs_approval", "POST", book+"/entries", plainEntry(newID(), "2026-05-04", "5102", "1102", "1000"))
			who.refused(409, "lines:needs_approval", "POST", book+"/entries", plainEntry(newID(), "2026-05-04", "5102", "4201", "1000"))
			who.refused(409, "lines:needs_approval", "POST", book+"/entries/"+grant+"/reversal", "{}")
		}
		for _, who := range []townsman{approver, h.officer} {
			who.refused(403, "forbidden", "POST", book+"/entries", plainEntry(newID(), "2026-05-04", "1102", "4201", "1000"))
		}
		// Where a group shares its members' lines, the programme's finance writes nothing.
		proposal := h.chair.post(h.book+"/sharing-proposals", fmt.Sprintf(`{"programme":"%s","share":"members"}`, programme)).text("id")
		h.secretary.post(h.book+"/sharing-proposals/"+proposal+"/confirmation", "{}")
		for _, who := range []townsman{atLead, atProgramme} {
			who.refused(403, "forbidden", "POST", h.book+"/entries", plainEntry(newID(), "2026-05-04", "1101", "3102", "1000"))
		}
	})
}
