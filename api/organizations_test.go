package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestOrganizationsOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		body := fmt.Sprintf(`{"id":"%s","kind":"government","name":"Dinas Sosial"}`, store.NewBookID())
		h.admin.refused(403, "forbidden", "POST", "/v1/organizations", body)
		h.post("/v1/organizations", body)
		if a := h.post("/v1/organizations", body); a.header.Get("Idempotency-Replayed") != "true" {
			t.Error("the same organisation twice is two")
		}
		if a := h.get("/v1/organizations?limit=2"); len(list(a.at("items"))) != 2 || a.at("next_cursor") == nil {
			t.Errorf("the operator sees %s", a.body)
		}
		if a := h.officer.get("/v1/organizations"); a.text("items.0.name") != "Yayasan Kapuas" || a.at("items.1") != nil {
			t.Errorf("an officer sees %s", a.body)
		}
		if a := h.admin.get("/v1/organizations?name=dinas%20%20sosial%20"); a.text("items.0.name") != "Dinas Sosial" || a.at("items.1") != nil {
			t.Errorf("an administrator finds %s", a.body)
		}
		for who, a := range map[string]answer{"a part of the name": h.admin.get("/v1/organizations?name=Dinas"), "an officer": h.officer.get("/v1/organizations?name=Dinas%20Sosial"),
			"the chair of a group": h.chair.get("/v1/organizations?name=Dinas%20Sosial")} {
			if a.at("items.0") != nil {
				t.Errorf("%s finds %s", who, a.body)
			}
		}
		h.admin.refused(422, "role:not_in_list", "POST", h.org+"/roles", `{"person":"`+newID()+`","role":"treasurer"}`)
		says(t, h.officer.get(h.org), "name", "Yayasan Kapuas", "kind", "ngo")
		h.other.refused(404, "unknown_organization", "GET", h.org, "")
		h.officer.refused(403, "forbidden", "POST", h.org+"/name", `{"name":"Lain"}`)
		says(t, h.admin.post(h.org+"/name", `{"name":"Yayasan Kapuas Raya"}`), "name", "Yayasan Kapuas Raya")
		if a := h.officer.get(h.org + "/groups"); a.text("items.0.name") != "Kelompok Melati" || a.text("items.0.book") != h.group.String() {
			t.Errorf("the groups are %s", a.body)
		}

		if a := h.officer.post(h.org+"/areas/pontianak", ""); len(list(a.at("items"))) != 36 {
			t.Errorf("Pontianak has %d areas", len(list(a.at("items"))))
		}
		if got := len(h.officer.get(h.org + "/areas?limit=30").decoded().(map[string]any)["items"].([]any)); got != 30 {
			t.Errorf("%d areas on a page", got)
		}
		h.officer.refused(422, "parent:required", "POST", h.org+"/areas", `{"kind":"kelurahan","name":"Baru"}`)
		h.chair.refused(404, "unknown_organization", "GET", h.org+"/areas", "")
	})
}

func TestProgrammesOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		h.officer.refused(403, "forbidden", "POST", h.org+"/programmes", `{"name":"X","starts":"2026-01-01"}`)
		h.admin.refused(422, "ends:ends_before_start", "POST", h.org+"/programmes", `{"name":"X","starts":"2026-02-01","ends":"2026-01-01"}`)
		id := h.admin.post(h.org+"/programmes", `{"name":"Perempuan Berdaya","starts":"2026-01-01"}`).text("id")
		path, landak := "/v1/programmes/"+id, "/v1/organizations/"+h.landak.String()
		says(t, h.officer.get(path), "lead", h.kapuas.String(), "starts", "2026-01-01", "ends", "null")
		h.other.refused(404, "unknown_programme", "GET", path, "")
		h.other.refused(404, "unknown_programme", "GET", "/v1/programmes/"+newID(), "")
		says(t, h.admin.post(path+"/corrections", `{"ends":"2026-12-31"}`), "ends", "2026-12-31")

		says(t, h.admin.post(path+"/organizations", fmt.Sprintf(`{"organization":"%s","part":"funder"}`, h.landak)),
			"items.0.part", "lead", "items.1.part", "funder", "items.1.since", "null")
		h.other.refused(404, "unknown_programme", "GET", path, "")
		says(t, h.other.get(landak+"/programmes"), "items.0.name", "Perempuan Berdaya", "items.0.since", "null")
		h.admin.refused(404, "unknown_organization", "POST", landak+"/programmes/"+id+"/acceptance", `{"part":"funder"}`)
		h.other.post(landak+"/programmes/"+id+"/acceptance", `{"part":"funder"}`)
		says(t, h.other.get(path+"/organizations"), "items.1.organization", h.landak.String())
		h.other.refused(403, "forbidden", "POST", path+"/organizations", fmt.Sprintf(`{"organization":"%s","part":"observer"}`, h.landak))
		h.other.delete(landak + "/programmes/" + id + "?part=funder")
		h.other.refused(404, "unknown_programme", "GET", path, "")
		h.admin.refused(409, "lead_stays", "DELETE", path+"/organizations/"+h.kapuas.String()+"?part=lead", "")
	})
}

func TestABookOfSomebodysOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		h.chair.refused(403, "forbidden", "POST", "/v1/books", `{"kind":"general","name":"Buku"}`)
		h.other.refused(422, "owner.organization:unknown_organization", "POST", "/v1/books",
			fmt.Sprintf(`{"kind":"group","name":"Buku","owner":{"kind":"group","organization":"%s"}}`, h.kapuas))
		own := h.dewi.post("/v1/books", fmt.Sprintf(`{"kind":"household","name":"Dompet","owner":{"kind":"person","id":"%s"}}`, h.dewi.id)).text("id")
		nobodys := h.open("general", "IDR")
		lists := func(a answer) string {
			var all []string
			for _, item := range list(a.at("items")) {
				all = append(all, asText(dig(item, "id")))
			}
			return strings.Join(all, " ")
		}
		for what, x := range map[string]struct {
			a    answer
			want []string
		}{
			"the operator": {h.get("/v1/books"), []string{nobodys.id.String()}},
			"a member":     {h.dewi.get("/v1/books"), []string{own, h.group.String()}},
			"the chair":    {h.chair.get("/v1/books?limit=1"), []string{h.group.String()}},
			"an officer":   {h.officer.get("/v1/books"), nil},
			"a stranger":   {h.other.get("/v1/books"), nil},
		} {
			got := lists(x.a)
			if len(list(x.a.at("items"))) != len(x.want) || x.a.at("next_cursor") != nil {
				t.Errorf("%s sees %s, want %s", what, got, x.want)
			}
			for _, id := range x.want {
				if !strings.Contains(got, id) {
					t.Errorf("%s does not see %s", what, id)
				}
			}
		}
		h.refused(404, "unknown_book", "GET", "/v1/books/"+own, "")
		h.officer.refused(404, "unknown_book", "GET", "/v1/books/"+own, "")
	})
}

func TestRolesOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		h.refused(403, "forbidden", "POST", h.org+"/roles", role(h.officer, "admin"))
		h.admin.refused(403, "person:own_role", "POST", h.org+"/roles", role(h.admin, "finance"))
		h.officer.refused(403, "forbidden", "POST", h.org+"/roles", role(h.officer, "finance"))
		h.other.refused(404, "unknown_organization", "POST", h.org+"/roles", role(h.officer, "finance"))
		h.admin.refused(422, "until:until_in_past", "POST", h.org+"/roles", fmt.Sprintf(`{"person":"%s","role":"finance","until":"2020-01-01T00:00:00Z"}`, h.officer.id))
		id := h.admin.post(h.org+"/roles", fmt.Sprintf(`{"person":"%s","role":"finance","until":"2999-01-01T00:00:00Z"}`, h.officer.id)).text("id")
		says(t, h.officer.delete(h.org+"/roles/"+id), "role", "finance", "scope_kind", "organization", "revoked_by", h.officer.id.String())
		if a := h.officer.get(h.org + "/roles"); len(list(a.at("items"))) != 2 {
			t.Errorf("in force are %s", a.body)
		}
		if a := h.officer.get(h.org + "/roles?ever=true"); len(list(a.at("items"))) != 3 {
			t.Errorf("there ever were %s", a.body)
		}
		own := h.admin.get(h.org + "/roles").text("items.0.id")
		h.admin.refused(409, "last_administrator", "DELETE", h.org+"/roles/"+own, "")

		h.officer.refused(403, "group_goes_on", "POST", h.book+"/roles", role(h.dewi, "counter"))
		h.chair.refused(409, "person:key_holder_in_office", "POST", h.book+"/roles", role(h.treasurer, "key_holder"))
		says(t, h.chair.post(h.book+"/roles", role(h.dewi, "counter")), "scope_kind", "group", "scope", h.group.String())
		h.dewi.refused(403, "forbidden", "POST", h.book+"/roles", role(h.key, "member"))
		h.other.refused(404, "unknown_book", "GET", h.book+"/roles", "")

		programme := "/v1/programmes/" + h.admin.post(h.org+"/programmes", `{"name":"X","starts":"2026-01-01"}`).text("id") + "/roles"
		says(t, h.admin.post(programme, role(h.officer, "finance")), "scope_kind", "programme")
		h.other.refused(404, "unknown_programme", "GET", programme, "")
		h.officer.delete(programme + "/" + h.officer.get(programme).text("items.0.id"))

		// A role that has ended lets nobody in any more, at once.
		chair := ""
		h.dewi.get(h.book)
		for _, item := range list(h.secretary.get(h.book + "/roles").at("items")) {
			if asText(dig(item, "role")) == "chair" {
				chair = asText(dig(item, "id"))
			}
			if asText(dig(item, "person")) == h.dewi.id.String() {
				h.secretary.delete(h.book + "/roles/" + asText(dig(item, "id")))
			}
		}
		// Her office of counter ended after her membership, and she stays a member.
		for _, item := range list(h.dewi.get(h.book + "/roles").at("items")) {
			if asText(dig(item, "person")) == h.dewi.id.String() {
				h.secretary.delete(h.book + "/roles/" + asText(dig(item, "id")))
			}
		}
		h.dewi.refused(404, "unknown_book", "GET", h.book, "")
		h.secretary.refused(409, "needs_handover", "DELETE", h.book+"/roles/"+chair, "")
	})
}

func TestSharingOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		id := h.admin.post(h.org+"/programmes", `{"name":"X","starts":"2026-01-01"}`).text("id")
		groups := "/v1/programmes/" + id + "/groups"
		body := fmt.Sprintf(`{"programme":"%s","share":"totals"}`, id)
		h.dewi.refused(403, "forbidden", "POST", h.book+"/sharing-proposals", body)
		h.officer.refused(403, "forbidden", "GET", h.book, "")
		proposal := h.treasurer.post(h.book+"/sharing-proposals", body).text("id")
		h.treasurer.refused(409, "already_confirmed", "POST", h.book+"/sharing-proposals/"+proposal+"/confirmation", "")
		says(t, h.chair.get(h.book+"/sharing-proposals"), "items.0.state", "open", "items.0.share", "totals", "items.0.agreed.0.person", h.treasurer.id.String())
		says(t, h.chair.post(h.book+"/sharing-proposals/"+proposal+"/confirmation", ""), "state", "agreed")
		says(t, h.officer.get(groups), "items.0.book", h.group.String(), "items.0.name", "Kelompok Melati", "items.0.share", "totals")
		h.officer.get(h.book)
		h.treasurer.refused(403, "forbidden", "DELETE", h.book+"/sharing/"+id, "")
		h.chair.delete(h.book + "/sharing/" + id)
		if a := h.dewi.get(h.book + "/sharing"); a.at("items.0.until") == nil {
			t.Errorf("it still shares: %s", a.body)
		}
		h.officer.refused(403, "forbidden", "GET", h.book, "")
		if a := h.officer.get(groups); a.at("items.0") != nil {
			t.Errorf("the programme still has %s", a.body)
		}
		proposal = h.chair.post(h.book+"/sharing-proposals", body).text("id")
		says(t, h.chair.delete(h.book+"/sharing-proposals/"+proposal), "state", "withdrawn")
	})
}

func TestHandoversOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		path := h.book + "/handovers"
		propose := func(by townsman, kind string, about townsman) string {
			return by.post(path, fmt.Sprintf(`{"kind":"%s","person":"%s"}`, kind, about.id)).text("id")
		}
		confirm := func(by townsman, id, state string) {
			t.Helper()
			says(t, by.post(path+"/"+id+"/confirmation", ""), "state", state)
		}
		h.other.refused(404, "unknown_book", "POST", path, fmt.Sprintf(`{"kind":"treasurer","person":"%s"}`, h.dewi.id))
		h.chair.refused(422, "person:required", "POST", path, `{"kind":"treasurer"}`)
		h.chair.refused(422, "key_holders:three_needed", "POST", path, fmt.Sprintf(`{"kind":"key_holders","key_holders":["%s"]}`, h.dewi.id))
		id := propose(h.chair, "treasurer", h.dewi)
		confirm(h.key, id, "open")
		confirm(h.dewi, id, "agreed")
		h.chair.refused(409, "proposal_over", "POST", path+"/"+id+"/confirmation", "")
		says(t, h.chair.delete(path+"/"+propose(h.chair, "card_lost", h.key)), "state", "withdrawn")

		id = propose(h.chair, "card_lost", h.dewi)
		confirm(h.key, id, "agreed")
		if a := h.secretary.post(path+"/"+id+"/card", ""); !strings.HasPrefix(a.text("text"), "LUMBUNG1") {
			t.Errorf("the new card is %s", a.body)
		}

		id = propose(h.chair, "pin_forgotten", h.dewi)
		confirm(h.secretary, id, "agreed")
		half := func(who townsman) string { return who.get(path).text("items.0.code") }
		if half(h.dewi) != "null" || half(h.key) != "null" {
			t.Error("somebody else sees a half")
		}
		body := func(a, b, pin string) string { return fmt.Sprintf(`{"codes":["%s","%s"],"pin":"%s"}`, a, b, pin) }
		h.refused(401, "invalid_code", "POST", path+"/"+id+"/pin", body(half(h.chair), half(h.chair), "739152"), "Authorization", "")
		h.refused(401, "invalid_code", "POST", path+"/"+newID()+"/pin", body(half(h.chair), half(h.secretary), "739152"), "Authorization", "")
		h.refused(422, "secret:weak_secret", "POST", path+"/"+id+"/pin", body(half(h.chair), half(h.secretary), "111111"), "Authorization", "")
		if a := h.do("POST", path+"/"+id+"/pin", body(half(h.chair), half(h.secretary), "739152"), "Authorization", ""); a.status != 201 {
			t.Errorf("the new PIN answered %d %s", a.status, a.body)
		}
		says(t, h.chair.get(path), "items.0.state", "used", "items.0.code", "null")
	})
}

func TestRecordsOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		a := h.admin.get(h.org + "/records?limit=2")
		says(t, a, "items.0.action", "book.owned", "items.0.actor", h.officer.id.String(), "items.0.subject", h.group.String(),
			"items.0.command", h.group.String(), "items.0.facts.0.name", "kind", "items.0.facts.0.value", "group", "items.1.sequence", fmt.Sprint(asNumber(a.at("items.0.sequence"))-1))
		seen := h.walkAs(h.admin, h.org+"/records")
		if len(seen) < 6 || seen[len(seen)-1] != "book.opened" {
			t.Errorf("the whole chain is %v", seen)
		}
		if a := h.chair.get(h.book + "/records"); a.text("items.0.action") != "role.given" || a.text("items.0.facts.1.value") != "chair" {
			t.Errorf("the group's last record is %s", a.body)
		}
		for _, personal := range []string{"Warga Uji", "Melati", "Kapuas"} {
			if strings.Contains(h.admin.get(h.org+"/records").body+h.chair.get(h.book+"/records").body, personal) {
				t.Errorf("a record tells %s", personal)
			}
		}
		h.officer.get(h.book + "/records")
		h.dewi.refused(403, "forbidden", "GET", h.book+"/records", "")
		h.other.refused(404, "unknown_book", "GET", h.book+"/records", "")
		h.other.refused(404, "unknown_organization", "GET", h.org+"/records", "")
		h.get(h.open("general", "IDR").path + "/records")
	})
}

// walkAs turns all pages of a chain as somebody, three records a page.
func (h *townhall) walkAs(who townsman, path string) []string {
	h.t.Helper()
	var all []string
	for cursor := ""; ; {
		a := who.get(path + "?limit=3" + cursor)
		for _, item := range list(a.at("items")) {
			all = append(all, asText(dig(item, "action")))
		}
		if a.at("next_cursor") == nil {
			return all
		}
		cursor = "&cursor=" + a.text("next_cursor")
	}
}

func asNumber(v any) int {
	var n int
	_, _ = fmt.Sscan(asText(v), &n) // zero when it is none
	return n
}
