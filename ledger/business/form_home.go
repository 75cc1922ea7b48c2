package business

import "github.com/lumbung-ledger/lumbung/ledger"

// homeForms are about what goes from the business to the owner's home and back.
var homeForms = []form{
	{
		Sheet: Sheet{TakeMoneyHome, ledger.Names{ID: "Ambil uang untuk rumah", EN: "Take money home"}, MoneyOut,
			[]FormField{amount("Uang yang diambil", "Money taken"), moneyFrom()}},
		kind: "money_taken_home",
		post: func(f filled) []posting {
			return []posting{debit("drawings", f.amount), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v karena diambil untuk rumah; ini bukan biaya usaha, jadi untung tidak berubah.",
				"%v because it was taken home; that is no cost of the business, so profit does not change.", f.falls(f.amount))
		},
	},
	{
		Sheet: Sheet{TakeGoodsHome, ledger.Names{ID: "Ambil barang untuk rumah", EN: "Take goods home"}, MoneyStays,
			[]FormField{amount("Nilai barang menurut biayanya", "What the goods cost you"), what("Barang apa", "Which goods", finished, merch, raw)}},
		kind: "goods_taken_home",
		post: func(f filled) []posting {
			return []posting{debit("drawings", f.amount), credit(f.what.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("Stok %v turun %v karena dipakai di rumah; uang tidak berubah, dan untung tidak berubah karena ini bukan jualan dan bukan biaya.",
				"The stock of %v goes down by %v for use at home; no money moves, and profit does not change, since it is neither a sale nor a cost.", f.what, f.amount)
		},
	},
	{
		Sheet: Sheet{AddCapital, ledger.Names{ID: "Tambah modal", EN: "Put in capital"}, MoneyIn,
			[]FormField{amount("Jumlah atau nilai modal", "Sum or value put in"), moneyInto(), what("Modal berupa apa", "What was put in", ownMoney, equipment, raw, packaging, merch)}},
		kind: "capital_added",
		post: func(f filled) []posting { return []posting{debit(f.got(), f.amount), credit("capital", f.amount)} },
		say: func(f filled) ledger.Names {
			if f.what.Value != "" {
				return say("Kamu menambah %v senilai %v ke usaha sebagai modal; uang tidak berubah, dan untung tidak berubah karena ini bukan jualan.",
					"You put %v worth %v into the business as capital; no money moves, and profit does not change, since it is no sale.", f.what, f.amount)
			}
			return say("%v dari modal pemilik; ini bukan jualan, jadi untung tidak berubah.",
				"%v from the owner's capital; that is no sale, so profit does not change.", f.rises(f.amount))
		},
	},
}

// got is the account of what came in: a thing, or else money.
func (f filled) got() ledger.Role {
	if f.what.Value != "" {
		return f.what.Value
	}
	return f.place.Value
}
