package people

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Whoever agrees, with whatever roles: nothing happens without as many different
// people as the rule names, the one concerned is among none of the witnesses, and one
// more word never undoes what was enough.
func TestNothingIsHandedOverByOne(t *testing.T) {
	group := store.NewBookID()
	least := map[ProposalKind]int{SharingProposal: 2, TreasurerChange: 3, CardLost: 2, PINForgotten: 2, KeyHoldersGone: 3, OfficeEnd: 2}
	witnesses := map[ProposalKind]int{SharingProposal: 2, TreasurerChange: 2, CardLost: 1, PINForgotten: 2, KeyHoldersGone: 3, OfficeEnd: 2}
	rapid.Check(t, func(r *rapid.T) {
		women := make([]ledger.ID, 6)
		for i := range women {
			women[i] = ledger.DeriveID(group, string(rune('a'+i)))
		}
		kind := rapid.SampledFrom([]ProposalKind{SharingProposal, TreasurerChange, CardLost, PINForgotten, KeyHoldersGone, OfficeEnd}).Draw(r, "kind")
		c := &circle{row: &proposalRow{Home: group, Kind: kind, Body: "{}"}, officers: map[ledger.ID]bool{}, there: scopeRoles{at: 1}}
		roles := map[ledger.ID][]Role{}
		for _, w := range women {
			for _, role := range rapid.SliceOfNDistinct(rapid.SampledFrom(RolesAt(AtGroup)), 0, 3, rapid.ID).Draw(r, "roles") {
				roles[w] = append(roles[w], role)
				c.there.rows = append(c.there.rows, heldRow{Person: w, Role: string(role)})
			}
			c.officers[w] = rapid.Bool().Draw(r, "officer")
		}
		if kind != SharingProposal && kind != KeyHoldersGone {
			c.row.Person = rapid.SampledFrom(women).Draw(r, "about")
		}
		if kind == KeyHoldersGone {
			c.asked.KeyHolders = women[:3]
			raw, err := json.Marshal(women[:3])
			if err != nil {
				r.Fatal(err)
			}
			c.row.Body = string(raw)
		}
		before := false
		for _, w := range rapid.Permutation(women).Draw(r, "order") {
			c.agreed = append(c.agreed, confirmationRow{Person: w})
			enough := c.enough()
			if before && !enough {
				r.Fatalf("one more word was one too many: %v", c.agreed)
			}
			before = enough
			if enough && len(c.agreed) < least[kind] {
				r.Fatalf("%s with %d", kind, len(c.agreed))
			}
			others, keys := 0, 0
			for _, a := range c.agreed {
				if a.Person != c.row.Person && !slices.Contains(c.asked.KeyHolders, a.Person) {
					others++
					if slices.Contains(roles[a.Person], KeyHolder) {
						keys++
					}
				}
			}
			if enough && others < witnesses[kind] || enough && kind == CardLost && keys == 0 {
				r.Fatalf("%s with %d who are not concerned, %d of them key-holders", kind, others, keys)
			}
		}
		// Without the word of everybody but the concerned, the concerned alone moves nothing.
		c.agreed = []confirmationRow{{Person: c.row.Person}}
		for _, k := range c.asked.KeyHolders {
			c.agreed = append(c.agreed, confirmationRow{Person: k})
		}
		if c.enough() {
			r.Fatal("the concerned did it among themselves")
		}
		// A member without an office is nobody's witness.
		c.agreed = nil
		for _, w := range women {
			if w != c.row.Person && !c.officers[w] && !slices.ContainsFunc(roles[w], func(x Role) bool { return slices.Contains(groupOffices, x) }) {
				c.agreed = append(c.agreed, confirmationRow{Person: w})
			}
		}
		if c.enough() {
			r.Fatal("members alone did it")
		}
	})
}
