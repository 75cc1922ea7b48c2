package business

import "github.com/lumbung-ledger/lumbung/ledger"

// countForms hold what was counted against what the book says. Amount is the count,
// Part the book.
var countForms = []form{
	{
		Sheet: Sheet{CountCash, ledger.Names{ID: "Hitung uang", EN: "Count the money"}, MoneyEither,
			[]FormField{amount("Uang yang dihitung", "Money counted"), needed(part("Menurut buku", "What the book says")), place("Uang di mana", "Which money")}},
		kind:   "money_counted",
		counts: true,
		post: func(f filled) []posting {
			if over := f.rest(); over > 0 {
				return []posting{debit(f.place.Value, over), credit(ledger.CashOver, over)}
			}
			return []posting{debit(ledger.CashShort, -f.rest()), credit(f.place.Value, -f.rest())}
		},
		say: func(f filled) ledger.Names {
			switch over := f.rest(); {
			case over > 0:
				return say("Uang dihitung %v, menurut buku %v: lebih %v, jadi %v di buku dan untung ikut naik; cari sebabnya.",
					"Money counted is %v, the book says %v: %v too much, so in the book %v and profit goes up too; look for the cause.", f.amount, f.part, over, f.rises(over))
			case over < 0:
				return say("Uang dihitung %v, menurut buku %v: kurang %v, jadi %v di buku dan untung ikut turun; cari sebabnya.",
					"Money counted is %v, the book says %v: %v too little, so in the book %v and profit goes down too; look for the cause.", f.amount, f.part, -over, f.falls(-over))
			}
			return say("Uang dihitung %v, sama dengan buku; tidak ada yang ditulis, uang dan untung tidak berubah.",
				"Money counted is %v, as the book says; nothing is written, money and profit do not change.", f.amount)
		},
	},
	{
		Sheet: Sheet{CountStock, ledger.Names{ID: "Hitung stok", EN: "Count the stock"}, MoneyStays,
			[]FormField{amount("Nilai stok yang dihitung", "Value of the stock counted"), needed(part("Menurut buku", "What the book says")), what("Stok apa", "Which stock", raw, packaging, finished, merch, growing)}},
		kind:   "stock_counted",
		counts: true,
		post: func(f filled) []posting {
			cost := stockCost[f.what.Value]
			if more := f.rest(); more > 0 {
				return []posting{debit(f.what.Value, more), credit(cost, more)}
			}
			return []posting{debit(cost, -f.rest()), credit(f.what.Value, -f.rest())}
		},
		say: func(f filled) ledger.Names {
			switch more := f.rest(); {
			case more > 0:
				return say("Stok %v dihitung %v, menurut buku %v: lebih %v. Stok naik dan biaya turun sebesar itu, jadi untung ikut naik; uang tidak berubah.",
					"The stock of %v counted is %v, the book says %v: %v more. Stock goes up and costs go down by that, so profit goes up too; no money moves.", f.what, f.amount, f.part, more)
			case more < 0:
				return say("Stok %v dihitung %v, menurut buku %v: %v sudah keluar dan menjadi biaya, jadi untung ikut turun; uang tidak berubah.",
					"The stock of %v counted is %v, the book says %v: %v has gone out and becomes a cost, so profit goes down too; no money moves.", f.what, f.amount, f.part, -more)
			}
			return say("Stok %v dihitung %v, sama dengan buku; tidak ada yang ditulis, uang dan untung tidak berubah.",
				"The stock of %v counted is %v, as the book says; nothing is written, money and profit do not change.", f.what, f.amount)
		},
	},
}

// stockCost is the cost that each stock becomes when it has gone out (periodic
// count: purchases stand in stock until they are counted).
var stockCost = map[ledger.Role]ledger.Role{
	"raw": "materials_used", "packaging": "materials_used", "crop_wip": "materials_used",
	"finished": "fg_change", "merch": "cogs",
}
