package api

import (
	"context"
	"fmt"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// townsman is somebody who has signed in.
type townsman struct {
	h    *house
	id   ledger.ID
	auth [2]string // the header she sends
}

// signedIn registers somebody at a home and begins a session of hers, as any way of
// signing in would.
func (h *house) signedIn(home ledger.ID) townsman {
	h.t.Helper()
	id, token := store.NewID(), "test "+store.NewID().String()
	by := people.Caller{Person: ledger.Operator}
	if _, err := h.config.People.Register(h.t.Context(), by, people.NewPerson{ID: id, Home: home, Facts: people.Facts{Name: "Warga Uji"}, DoubleChecked: true}); err != nil {
		h.t.Fatal(err)
	}
	err := h.store.Tx(h.t.Context(), func(ctx context.Context, s *store.Store) error {
		now := ledger.Micros(s.At())
		_, err := s.DB().NewRaw(`INSERT INTO sessions (token, id, home, person, device, how, agent, created_at, seen_at, proved_at, expires_at, revoked_at)
			VALUES (?, ?, ?, ?, ?, 'password', '', ?, ?, ?, ?, 0)`, people.HashOf(token), store.NewID(), home, id, ledger.ID{}, now, now, now, now+3_600_000_000).Exec(ctx)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return townsman{h, id, [2]string{"Authorization", "Bearer " + token}}
}

func (w townsman) get(path string) answer {
	w.h.t.Helper()
	a := w.h.do("GET", path, "", w.auth[:]...)
	if a.status != 200 {
		w.h.t.Fatalf("GET %s answered %d %s", path, a.status, a.body)
	}
	return a
}

func (w townsman) post(path, body string) answer {
	w.h.t.Helper()
	return w.h.post(path, body, w.auth[:]...)
}

func (w townsman) delete(path string) answer {
	w.h.t.Helper()
	a := w.h.do("DELETE", path, "", w.auth[:]...)
	if a.status != 200 {
		w.h.t.Fatalf("DELETE %s answered %d %s", path, a.status, a.body)
	}
	return a
}

func (w townsman) refused(status int, problem, method, path, body string) {
	w.h.t.Helper()
	w.h.refused(status, problem, method, path, body, w.auth[:]...)
}

// townhall is a house with two organisations and a group of the first.
type townhall struct {
	*house
	kapuas, landak, group                  ledger.ID
	org, book                              string // paths
	admin, officer, other                  townsman
	chair, secretary, treasurer, key, dewi townsman
}

func eachTownhall(t *testing.T, fn func(t *testing.T, h *townhall), opts ...store.Option) {
	eachHouse(t, func(t *testing.T, plain *house) {
		h := &townhall{house: plain}
		h.kapuas, h.landak = h.organization("Yayasan Kapuas"), h.organization("Dinas Landak")
		h.org = "/v1/organizations/" + h.kapuas.String()
		h.admin, h.officer, h.other = h.signedIn(h.kapuas), h.signedIn(h.kapuas), h.signedIn(h.landak)
		h.post(h.org+"/roles", role(h.admin, "admin"))
		h.post("/v1/organizations/"+h.landak.String()+"/roles", role(h.other, "admin"))
		h.admin.post(h.org+"/roles", role(h.officer, "officer"))
		h.group = store.NewBookID()
		h.book = "/v1/books/" + h.group.String()
		h.officer.post("/v1/books", fmt.Sprintf(`{"id":"%s","kind":"group","name":"Kelompok Melati","owner":{"kind":"group","organization":"%s"}}`, h.group, h.kapuas))
		h.chair, h.secretary, h.treasurer, h.key, h.dewi = h.signedIn(h.group), h.signedIn(h.group), h.signedIn(h.group), h.signedIn(h.group), h.signedIn(h.group)
		for _, x := range []struct {
			who  townsman
			role string
		}{{h.treasurer, "treasurer"}, {h.key, "key_holder"}, {h.dewi, "member"}, {h.secretary, "secretary"}, {h.chair, "chair"}} {
			h.officer.post(h.book+"/roles", role(x.who, x.role))
		}
		fn(t, h)
	}, opts...)
}

func (h *townhall) organization(name string) ledger.ID {
	h.t.Helper()
	a := h.post("/v1/organizations", fmt.Sprintf(`{"kind":"ngo","name":"%s"}`, name))
	return ledger.MustID(a.text("id"))
}

func role(to townsman, role string) string {
	return fmt.Sprintf(`{"person":"%s","role":"%s"}`, to.id, role)
}
