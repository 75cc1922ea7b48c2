package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func saved(id ledger.ID, day string, amount int) string {
	return fmt.Sprintf(`{"id":"%s","day":"%s","lines":[{"account":"1101","debit":%d},{"account":"3102","credit":%d}]}`, id, day, amount, amount)
}

func batchOf(atomic bool, entries ...string) string {
	return fmt.Sprintf(`{"atomic":%v,"entries":[%s]}`, atomic, strings.Join(entries, ","))
}

func TestABatchGivesEachEntryItsOwnVerdict(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		first, last := store.NewID(), store.NewID()
		body := batchOf(false,
			saved(first, "2026-03-01", 1000),
			fmt.Sprintf(`{"id":"%s","day":"2026-03-01","lines":[{"account":"1101","debit":5},{"account":"3102","credit":6}]}`, store.NewID()),
			fmt.Sprintf(`{"id":"%s","day":"2026-03-01","lines":[{"account":"9999","debit":5},{"account":"3102","credit":5}]}`, store.NewID()),
			saved(last, "2026-03-02", 2000))
		a := h.do("POST", b.path+"/entries:batch", body)
		want := []any{true, false, false, true}
		for i, posted := range want {
			if a.at(fmt.Sprintf("items.%d.posted", i)) != posted {
				t.Errorf("entry %d: %v", i, a.at(fmt.Sprintf("items.%d", i)))
			}
		}
		if a.status != 200 || a.at("items.1.problem.code") != "unbalanced" || a.at("items.2.problem.errors.0.field") != "lines[0].account" ||
			a.at("items.3.as_posted.sequence").(interface{ String() string }).String() != "2" {
			t.Errorf("%d %s", a.status, a.body)
		}
		again := h.do("POST", b.path+"/entries:batch", body)
		if again.at("items.0.replayed") != true || again.at("items.0.as_posted.hash") != a.at("items.0.as_posted.hash") {
			t.Errorf("sent again: %s", again.body)
		}
		single := h.post(b.path+"/entries", saved(first, "2026-03-01", 1000))
		if single.header.Get("Idempotency-Replayed") != "true" {
			t.Error("the same entry sent alone is not known")
		}
	})
}

func TestAnAtomicBatchHappensWhollyOrNotAtAll(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		id := store.NewID()
		good, twice := saved(store.NewID(), "2026-03-01", 1000), saved(id, "2026-03-02", 500)
		h.refused(409, "entries[2].id:id_reused", "POST", b.path+"/entries:batch", batchOf(true, good, twice, saved(id, "2026-03-02", 600)))
		h.refused(422, "entries[1].lines[0].debit:too_many_places", "POST", b.path+"/entries:batch",
			batchOf(true, good, strings.Replace(twice, `"debit":500`, `"debit":"500.5"`, 1)))
		h.refused(422, "entries[0].lines:unbalanced", "POST", b.path+"/entries:batch", batchOf(true, strings.Replace(good, `"debit":1000`, `"debit":999`, 1), twice))
		if n := h.get(b.path).at("sequence"); fmt.Sprint(n) != "0" {
			t.Fatalf("%v entries are in the book", n)
		}
		a := h.do("POST", b.path+"/entries:batch", batchOf(true, good, twice))
		if a.status != 200 || fmt.Sprint(a.at("posted")) != "2" {
			t.Errorf("%d %s", a.status, a.body)
		}
		if ok := h.get(b.path + "/verification").at("ok"); ok != true {
			t.Error("the book does not verify")
		}
	})
}

func TestABatchTakesAThousandEntriesAndNoMore(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		entries := make([]string, 1001)
		for i := range entries {
			entries[i] = saved(store.NewID(), "2026-03-01", i+1)
		}
		h.refused(422, "entries:too_many_items", "POST", b.path+"/entries:batch", batchOf(true, entries...))
		h.refused(422, "entries:too_few_items", "POST", b.path+"/entries:batch", batchOf(false))
		for _, atomic := range []bool{true, false} {
			a := h.do("POST", b.path+"/entries:batch", batchOf(atomic, entries[:1000]...))
			if a.status != 200 || fmt.Sprint(a.at("posted")) != "1000" {
				t.Errorf("%d %.300s", a.status, a.body)
			}
		}
		if n := h.get(b.path).at("sequence"); fmt.Sprint(n) != "1000" {
			t.Errorf("%v entries are in the book", n)
		}
	})
}

func TestLimitsAreSetShownHeldAndLifted(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		take := func() string {
			return fmt.Sprintf(`{"id":"%s","day":"2026-03-01","lines":[{"account":"6101","debit":100},{"account":"1101","credit":100}]}`, store.NewID())
		}
		a := h.post(b.path+"/limits", `{"account":"1101","per":"fund","floor":0,"ceiling":"5000"}`)
		if a.at("floor") != "0" || a.at("ceiling") != "5000" || a.at("per") != "fund" || a.at("account") != "1101" {
			t.Errorf("%s", a.body)
		}
		h.post(b.path+"/limits", `{"account":"1201","per":"item","floor":0}`)
		if list := h.get(b.path + "/limits?limit=1"); list.at("items.0.account") == nil || list.at("next_cursor") == nil {
			t.Errorf("%s", list.body)
		}
		refused := h.refused(409, "lines:below_floor", "POST", b.path+"/entries", take(), "Accept-Language", "en")
		if !strings.Contains(refused.body, "1101") {
			t.Errorf("the sentence does not say which account: %s", refused.body)
		}
		h.refused(409, "lines:above_ceiling", "POST", b.path+"/entries", saved(store.NewID(), "2026-03-01", 5001))
		h.post(b.path+"/limits", `{"account":"1101","per":"fund"}`)
		h.post(b.path+"/entries", take())
		h.refused(422, "account:unknown_account", "POST", b.path+"/limits", `{"account":"77","floor":0}`)
		h.refused(422, "ceiling:empty_limit", "POST", b.path+"/limits", `{"account":"1101","floor":2,"ceiling":1}`)
		h.refused(422, "floor:too_many_places", "POST", b.path+"/limits", `{"account":"1101","floor":"0.5"}`)
		h.refused(422, "per:not_in_list", "POST", b.path+"/limits", `{"account":"1101","per":"party","floor":0}`)
		if ok := h.get(b.path + "/verification").at("ok"); ok != true {
			t.Error("the book does not verify")
		}
	})
}

// In Indonesia 50.000 is fifty thousand: it is never taken for fifty.
func TestAPointBeforeThreeDigitsIsNotADecimalPointInRupiah(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		body := strings.Replace(saved(store.NewID(), "2026-03-01", 50), `"debit":50`, `"debit":"50.000"`, 1)
		h.refused(422, "lines[0].debit:too_many_places", "POST", b.path+"/entries", body)
		h.refused(422, "floor:too_many_places", "POST", b.path+"/limits", `{"account":"1101","floor":"50.000"}`)
		h.post(h.open("group", "KG").path+"/entries", strings.Replace(saved(store.NewID(), "2026-03-01", 50), `"debit":50`, `"debit":"50.000"`, 1))
	})
}
