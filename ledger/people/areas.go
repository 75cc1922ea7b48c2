package people

import (
	"context"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// AreaKind says how large an area is.
type AreaKind string

// The kinds of areas, each within one of the kind before.
const (
	City      AreaKind = "city"
	Kecamatan AreaKind = "kecamatan"
	Kelurahan AreaKind = "kelurahan"
)

// Area is a part of a city, as an organisation speaks of it.
type Area struct {
	ID     ledger.ID `json:"id"`
	Parent ledger.ID `json:"parent,omitzero" doc:"The area it lies in; a city lies in none"`
	Kind   AreaKind  `json:"kind" enum:"city,kecamatan,kelurahan"`
	Name   string    `json:"name" example:"Sungai Jawi"`
}

// within is the kind of area that an area of this kind lies in.
var within = map[AreaKind]AreaKind{City: "", Kecamatan: City, Kelurahan: Kecamatan}

// pontianakAreas are the 6 kecamatan of Kota Pontianak with their 29 kelurahan.
var pontianakAreas = []struct {
	kecamatan string
	kelurahan []string
}{
	{"Pontianak Selatan", []string{"Akcaya", "Benua Melayu Darat", "Benua Melayu Laut", "Kota Baru", "Parit Tokaya"}},
	{"Pontianak Timur", []string{"Banjar Serasan", "Dalam Bugis", "Parit Mayor", "Saigon", "Tambelan Sampit", "Tanjung Hilir", "Tanjung Hulu"}},
	{"Pontianak Barat", []string{"Pal Lima", "Sungai Beliung", "Sungai Jawi Dalam", "Sungai Jawi Luar"}},
	{"Pontianak Utara", []string{"Batu Layang", "Siantan Hilir", "Siantan Hulu", "Siantan Tengah"}},
	{"Pontianak Kota", []string{"Darat Sekip", "Mariana", "Sungai Bangkong", "Sungai Jawi", "Tengah"}},
	{"Pontianak Tenggara", []string{"Bangka Belitung Darat", "Bangka Belitung Laut", "Bansir Darat", "Bansir Laut"}},
}

// PontianakAreas are Kota Pontianak, its kecamatan and its kelurahan as areas of an
// organisation. Their ids follow from the organisation's.
func PontianakAreas(organization ledger.ID) []Area {
	id := func(path ...string) ledger.ID {
		return ledger.DeriveID(organization, "area:"+strings.Join(path, "/"))
	}
	const city = "Kota Pontianak"
	all := []Area{{ID: id(city), Kind: City, Name: city}}
	for _, k := range pontianakAreas {
		all = append(all, Area{ID: id(city, k.kecamatan), Parent: id(city), Kind: Kecamatan, Name: k.kecamatan})
		for _, name := range k.kelurahan {
			all = append(all, Area{ID: id(city, k.kecamatan, name), Parent: id(city, k.kecamatan), Kind: Kelurahan, Name: name})
		}
	}
	return all
}

func (a Area) check() error {
	parent, known := within[a.Kind]
	var kind, lies *ledger.Error
	switch {
	case !known:
		kind = ledger.E(ledger.Invalid, "not_in_list", "kind", "allowed", "city, kecamatan, kelurahan")
	case parent != "" && a.Parent.IsZero():
		lies = ledger.E(ledger.Invalid, "required", "parent")
	case parent == "" && !a.Parent.IsZero():
		lies = ledger.E(ledger.Invalid, "wrong_parent", "parent")
	}
	return ledger.Join(kind, lies, checkTitle(a.Name, "name"))
}

// AddArea adds an area to an organisation. Its id is the command's. Codes beside
// those of the name: not_in_list (of the kind), unknown_area and wrong_parent (of the
// parent), area_exists.
func (p *People) AddArea(ctx context.Context, by Caller, organization ledger.ID, a Area) (store.Made[Area], error) {
	none := store.Made[Area]{}
	if err := a.check(); err != nil {
		return none, err
	}
	res, err := p.do(ctx, by, "area.add", a.ID, organization, a, func(ctx context.Context, s *store.Store) (string, error) {
		if _, err := findOrganization(ctx, s, organization); err != nil {
			return "", err
		}
		there, err := areasOf(ctx, s, organization)
		if err != nil {
			return "", err
		}
		parent, found := within[a.Kind], a.Parent.IsZero()
		for _, t := range there {
			switch {
			case t.ID == a.ID, t.Parent == a.Parent && strings.EqualFold(t.Name, a.Name):
				return "", ledger.E(ledger.Conflict, "area_exists", "name")
			case t.ID == a.Parent && t.Kind != parent:
				return "", ledger.E(ledger.Invalid, "wrong_parent", "parent")
			case t.ID == a.Parent:
				found = true
			}
		}
		if !found {
			return "", ledger.E(ledger.Invalid, "unknown_area", "parent")
		}
		return a.ID.String(), keepAreas(ctx, s, organization, a)
	})
	return store.Made[Area]{It: a, Replayed: res.Replayed}, err
}

// AddPontianak adds those areas of Kota Pontianak that the organisation does not have
// yet, and returns all of its areas.
func (p *People) AddPontianak(ctx context.Context, by Caller, id, organization ledger.ID) (store.Made[[]Area], error) {
	none := store.Made[[]Area]{}
	res, err := p.do(ctx, by, "areas.add_pontianak", id, organization, struct{}{}, func(ctx context.Context, s *store.Store) (string, error) {
		if _, err := findOrganization(ctx, s, organization); err != nil {
			return "", err
		}
		there, err := areasOf(ctx, s, organization)
		if err != nil {
			return "", err
		}
		known := map[ledger.ID]bool{}
		for _, t := range there {
			known[t.ID] = true
		}
		var missing []Area
		for _, a := range PontianakAreas(organization) {
			if !known[a.ID] {
				missing = append(missing, a)
			}
		}
		return organization.String(), keepAreas(ctx, s, organization, missing...)
	})
	if err != nil {
		return none, err
	}
	all, err := p.Areas(ctx, organization)
	return store.Made[[]Area]{It: all, Replayed: res.Replayed}, err
}

// keepAreas writes areas down and into the chain. Names of places are not personal,
// but the chain does without them all the same.
func keepAreas(ctx context.Context, s *store.Store, home ledger.ID, areas ...Area) error {
	if len(areas) == 0 {
		return nil
	}
	if err := insertAreas(ctx, s, home, areas); err != nil {
		return err
	}
	for _, a := range areas {
		facts := struct {
			Kind   AreaKind  `json:"kind"`
			Parent ledger.ID `json:"parent,omitzero"`
		}{a.Kind, a.Parent}
		if err := s.Record(ctx, home, "area.added", a.ID, facts); err != nil {
			return err
		}
	}
	return nil
}

// Areas are the areas of an organisation: cities first, then kecamatan, then
// kelurahan, each by name.
func (p *People) Areas(ctx context.Context, organization ledger.ID) ([]Area, error) {
	return areasOf(ctx, p.s, organization)
}
