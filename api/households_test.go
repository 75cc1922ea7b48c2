package api

import (
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func TestHouseholdsAndBusinesses(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		mother, daughter := h.known(sitiFacts), h.known(`"name":"Nur"`)
		house := h.post(h.path+"/households", `{"address":"Gang Beringin 7","members":[{"person":"`+mother+`","relation":"head"}]}`, h.officer[:]...)
		says(t, house, "members.0.person", mother, "members.0.relation", "head", "address", "null", "version", "1")
		at := h.path + "/households/" + house.text("id")
		h.refused(422, "members[0].relation:not_in_list", "POST", h.path+"/households", `{"members":[{"person":"`+mother+`","relation":"boss"}]}`, h.officer[:]...)
		h.refused(404, "members[0].person:unknown_person", "POST", h.path+"/households", `{"members":[{"person":"`+newID()+`","relation":"head"}]}`, h.officer[:]...)
		says(t, h.post(at+"/members", `{"person":"`+daughter+`","relation":"child"}`, h.officer[:]...), "members.1.person", daughter)
		h.refused(409, "person:already_member", "POST", at+"/members", `{"person":"`+daughter+`","relation":"child"}`, h.officer[:]...)
		h.post(at+"/departures", `{"person":"`+daughter+`"}`, h.officer[:]...)
		says(t, h.post(at+"/corrections", `{"address":"Jalan Tanjungpura 12"}`, h.officer[:]...), "version", "2", "address", "null")
		says(t, h.do("GET", at, "", h.officer[:]...), "address", "Jalan Tanjungpura 12")
		if a := h.do("GET", h.path+"/households", "", h.officer[:]...); a.text("items.0.id") != house.text("id") || strings.Contains(a.body, "Tanjungpura") {
			t.Errorf("the list is %s", a.body)
		}
		h.refused(404, "unknown_household", "GET", h.path+"/households/"+newID(), "", h.officer[:]...)
		herself := h.signedIn(people.Caller{Person: ledger.MustID(mother), Home: h.kapuas})
		says(t, h.do("GET", "/v1/people/"+mother+"/reads", "", herself[:]...), "items.0.action", "household.read", "items.0.role", "officer", "items.0.of", "Yayasan Kapuas")

		business := h.post(h.path+"/businesses", `{"person":"`+mother+`","household":"`+house.text("id")+`","name":"Kue Lapis Bu Siti","trade":"kue basah"}`, h.officer[:]...)
		says(t, business, "name", "Kue Lapis Bu Siti", "person", mother, "household", house.text("id"))
		at = h.path + "/businesses/" + business.text("id")
		says(t, h.post(at+"/corrections", `{"trade":"kue kering"}`, h.officer[:]...), "trade", "kue kering", "version", "2")
		says(t, h.do("GET", at, "", h.officer[:]...), "name", "Kue Lapis Bu Siti", "trade", "kue kering")
		says(t, h.do("GET", h.path+"/businesses", "", h.officer[:]...), "items.0.id", business.text("id"), "next_cursor", "null")
		h.refused(404, "person:unknown_person", "POST", h.path+"/businesses", `{"person":"`+newID()+`","name":"X"}`, h.officer[:]...)
		h.refused(404, "unknown_business", "GET", h.path+"/businesses/"+newID(), "", h.officer[:]...)
	})
}

func TestCategoriesOverHTTP(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		widow := h.post(h.path+"/categories", `{"code":"widow","name_id":"Janda","name_en":"Widow"}`, h.admin[:]...)
		says(t, widow, "code", "widow", "active", "true")
		h.refused(409, "code:duplicate_code", "POST", h.path+"/categories", `{"code":"widow","name_id":"Janda","name_en":"Widow"}`, h.admin[:]...)
		id := h.known(`"name":"Mariam","categories":["widow"]`)
		says(t, h.do("GET", "/v1/people/"+id, "", h.officer[:]...), "facts.categories.0", "widow")
		says(t, h.post(h.path+"/categories/"+widow.text("id")+"/corrections", `{"active":false}`, h.admin[:]...), "active", "false", "name_id", "Janda")
		says(t, h.do("GET", h.path+"/categories", "", h.officer[:]...), "items.0.active", "false")
		h.refused(422, "categories:unknown_category", "POST", h.path+"/people", `{"name":"X","categories":["widow"]}`, h.officer[:]...)
		h.refused(404, "unknown_category", "POST", h.path+"/categories/"+newID()+"/corrections", `{}`, h.admin[:]...)
	})
}
