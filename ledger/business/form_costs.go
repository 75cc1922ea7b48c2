package business

import "github.com/lumbung-ledger/lumbung/ledger"

// costForms are about what is used up at once: bills, wages, wear.
var costForms = []form{
	{
		Sheet: Sheet{PayCost, ledger.Names{ID: "Bayar biaya", EN: "Pay a cost"}, MoneyOut,
			[]FormField{amount("Uang yang dibayar", "Money paid"), moneyFrom(), what("Biaya apa", "Which cost", costs...)}},
		kind: "cost_paid",
		post: func(f filled) []posting {
			return []posting{debit(f.what.Value, f.amount), credit(f.place.Value, f.amount)}
		},
		say: sayCost,
	},
	{
		Sheet: Sheet{PayMixed, ledger.Names{ID: "Bayar campur (usaha dan rumah)", EN: "Pay a bill of business and home"}, MoneyOut,
			[]FormField{amount("Seluruh tagihan", "The whole bill"), needed(part("Bagian usaha", "The business's share")), moneyFrom(), what("Biaya apa", "Which cost", costs...)}},
		kind: "mixed_bill_paid",
		post: func(f filled) []posting {
			return []posting{debit(f.what.Value, f.part), debit("drawings", f.rest()), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			if f.rest() == 0 {
				return sayCost(f)
			}
			return say("%v untuk %v: bagian usaha %v mengurangi untung, bagian rumah %v dicatat sebagai ambil untuk rumah dan tidak mengurangi untung.",
				"%v for %v: the business's share of %v lowers profit, the home's share of %v counts as taken home and does not.", f.falls(f.amount), f.what, f.part, f.rest())
		},
	},
	{
		Sheet: Sheet{PayWages, ledger.Names{ID: "Bayar upah", EN: "Pay wages"}, MoneyOut,
			[]FormField{amount("Upah yang dibayar", "Wages paid"), moneyFrom(), what("Upah apa", "Which wages", wages...)}},
		kind: "wages_paid",
		post: func(f filled) []posting {
			return []posting{debit(f.what.Value, f.amount), credit(f.place.Value, f.amount)}
		},
		say: sayCost,
	},
	{
		Sheet: Sheet{OweWages, ledger.Names{ID: "Upah belum dibayar", EN: "Wages not yet paid"}, MoneyStays,
			[]FormField{amount("Upah yang belum dibayar", "Wages not yet paid"), what("Upah apa", "Which wages", wages...)}},
		kind: "wages_owed",
		post: func(f filled) []posting {
			return []posting{debit(f.what.Value, f.amount), credit("accrued", f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("Kamu berutang %v untuk %v; uang belum berubah, tetapi untung sudah turun.",
				"You owe %v for %v; no money moves yet, but profit has gone down.", f.amount, f.what)
		},
	},
	{
		Sheet: Sheet{WearOfTools, ledger.Names{ID: "Alat aus (penyusutan)", EN: "Wear of tools (depreciation)"}, MoneyStays,
			[]FormField{amount("Nilai yang aus", "Value worn off")}},
		kind: "depreciation",
		post: func(f filled) []posting {
			return []posting{debit("depreciation", f.amount), credit("acc_dep", f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("Nilai alat usaha turun %v karena aus dipakai; untung ikut turun, uang tidak berubah.",
				"The tools are worth %v less from wear; profit goes down too, no money moves.", f.amount)
		},
	},
}

func sayCost(f filled) ledger.Names {
	return say("%v untuk %v; untung ikut turun.", "%v for %v; profit goes down too.", f.falls(f.amount), f.what)
}
