package business

import "github.com/lumbung-ledger/lumbung/ledger"

// buyingForms are about what is bought to be used, sold or kept.
var buyingForms = []form{
	{
		Sheet: Sheet{BuyCash, ledger.Names{ID: "Beli tunai", EN: "Buy for cash"}, MoneyOut,
			[]FormField{amount("Uang yang dibayar", "Money paid"), moneyFrom(), bought}},
		kind: "cash_purchase",
		post: func(f filled) []posting {
			return []posting{debit(f.what.Value, f.amount), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v untuk beli %v, dan stoknya naik sebesar itu; untung belum berubah sampai %v.",
				"%v for %v, and the stock goes up by as much; profit does not change until %v.", f.falls(f.amount), f.what, gone(f.what))
		},
	},
	{
		Sheet: Sheet{BuyUnpaid, ledger.Names{ID: "Beli belum dibayar", EN: "Buy, to pay later"}, MoneyStays,
			[]FormField{amount("Harga yang belum dibayar", "Price not yet paid"), bought}},
		kind: "credit_purchase",
		post: func(f filled) []posting {
			return []posting{debit(f.what.Value, f.amount), credit("payable", f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("Stok %v naik %v dan utangmu ke pemasok naik sebesar itu; uang belum berubah, dan untung belum berubah sampai %v.",
				"The stock of %v goes up by %v and you owe the supplier as much more; no money moves yet, and profit does not change until %v.", f.what, f.amount, gone(f.what))
		},
	},
	{
		Sheet: Sheet{PayDebt, ledger.Names{ID: "Bayar utang", EN: "Pay what you owe"}, MoneyOut,
			[]FormField{amount("Uang yang dibayar", "Money paid"), moneyFrom(), what("Utang apa", "Which debt",
				choice("payable", "utang ke pemasok", "what you owe suppliers"),
				choice("accrued", "utang upah dan biaya", "wages and bills you owe"),
				choice("tax_payable", "utang pajak", "tax you owe"))}},
		kind: "payable_paid",
		post: func(f filled) []posting {
			return []posting{debit(f.what.Value, f.amount), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v untuk membayar %v, dan utang itu turun sebesar itu; untung tidak berubah.",
				"%v to pay %v, and you owe that much less; profit does not change.", f.falls(f.amount), f.what)
		},
	},
	{
		Sheet: Sheet{BuyTool, ledger.Names{ID: "Beli alat", EN: "Buy tools"}, MoneyOut,
			[]FormField{amount("Harga alat", "Price of the tools"), moneyFrom(), what("Dibayar kapan", "Paid when",
				choice("", "sekarang", "now"), choice("payable", "nanti", "later"))}},
		kind: "equipment_bought",
		post: func(f filled) []posting {
			if f.what.Value != "" {
				return []posting{debit("equipment", f.amount), credit(f.what.Value, f.amount)}
			}
			return []posting{debit("equipment", f.amount), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			if f.what.Value != "" {
				return say("Alat usaha bertambah %v dan utangmu ke penjual naik sebesar itu; uang dan untung tidak berubah.",
					"You have %v more in tools and owe the seller as much more; money and profit do not change.", f.amount)
			}
			return say("%v untuk beli alat, dan alat usaha bertambah sebesar itu; untung tidak berubah, karena alat dipakai lama.",
				"%v for tools, and you have as much more in tools; profit does not change, since tools serve for long.", f.falls(f.amount))
		},
	},
}

var bought = what("Beli apa", "What was bought", raw, packaging, merch, growing)

// gone says when what was bought becomes a cost.
func gone(what FormChoice) ledger.Names {
	switch what.Value {
	case merch.Value:
		return ledger.Names{ID: "barangnya terjual", EN: "sold"}
	case growing.Value:
		return ledger.Names{ID: "panen atau dijual", EN: "harvested or sold"}
	}
	return ledger.Names{ID: "dipakai", EN: "used"}
}
