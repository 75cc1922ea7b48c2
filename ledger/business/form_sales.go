package business

import "github.com/lumbung-ledger/lumbung/ledger"

// salesForms are about what customers buy, owe, pay and bring back.
var salesForms = []form{
	{
		Sheet: Sheet{SellCash, ledger.Names{ID: "Jual tunai", EN: "Sell for cash"}, MoneyIn,
			[]FormField{amount("Uang yang diterima", "Money received"), moneyInto(), sold}},
		kind: "cash_sale",
		post: func(f filled) []posting {
			return []posting{debit(f.place.Value, f.amount), credit(f.what.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v karena %v; untung ikut naik.", "%v from %v; profit goes up too.", f.rises(f.amount), f.what)
		},
	},
	{
		Sheet: Sheet{SellUnpaid, ledger.Names{ID: "Jual belum lunas", EN: "Sell, to be paid later"}, MoneyStays,
			[]FormField{amount("Harga yang belum dibayar", "Price not yet paid"), sold}},
		kind: "credit_sale",
		post: func(f filled) []posting {
			return []posting{debit("receivable", f.amount), credit(f.what.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("Pelanggan berutang %v dari %v; uang belum berubah, tetapi untung sudah naik.",
				"A customer owes %v from %v; no money moves yet, but profit has gone up.", f.amount, f.what)
		},
	},
	{
		Sheet: Sheet{ReceiveDebt, ledger.Names{ID: "Terima bayaran utang pelanggan", EN: "A customer pays what was owed"}, MoneyIn,
			[]FormField{amount("Uang yang diterima", "Money received"), moneyInto()}},
		kind: "receivable_collected",
		post: func(f filled) []posting {
			return []posting{debit(f.place.Value, f.amount), credit("receivable", f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v karena pelanggan membayar, dan utangnya turun sebesar itu; untung tidak berubah, jualannya sudah dicatat dulu.",
				"%v because a customer pays, who now owes that much less; profit does not change, since the sale was written down before.", f.rises(f.amount))
		},
	},
	{
		Sheet: Sheet{TakeAdvance, ledger.Names{ID: "Terima uang muka", EN: "Take a down payment"}, MoneyIn,
			[]FormField{amount("Uang muka yang diterima", "Down payment received"), moneyInto()}},
		kind: "advance_received",
		post: func(f filled) []posting {
			return []posting{debit(f.place.Value, f.amount), credit("customer_advance", f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v dari uang muka pesanan; barangnya masih harus diserahkan, jadi ini titipan pelanggan dan untung belum berubah.",
				"%v from a down payment; the order is still to be delivered, so you owe it to the customer and profit does not change yet.", f.rises(f.amount))
		},
	},
	{
		Sheet: Sheet{DeliverOrder, ledger.Names{ID: "Serahkan pesanan", EN: "Deliver an order"}, MoneyIn,
			[]FormField{amount("Harga seluruh pesanan", "Price of the whole order"), part("Uang muka yang dipotong", "Down payment taken off"), moneyInto()}},
		kind: "order_delivered",
		post: func(f filled) []posting {
			return []posting{debit(f.place.Value, f.rest()), debit("customer_advance", f.part), credit("sales", f.amount)}
		},
		say: sayDelivered,
	},
	{
		Sheet: Sheet{TakeBack, ledger.Names{ID: "Terima barang kembali", EN: "Take goods back"}, MoneyEither,
			[]FormField{amount("Harga barang yang kembali", "Price of the goods brought back"), refunded}},
		kind: "goods_returned",
		post: func(f filled) []posting {
			if f.place.Value == "" {
				return []posting{debit("sales_returns", f.amount), credit("receivable", f.amount)}
			}
			return []posting{debit("sales_returns", f.amount), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			if f.place.Value == "" {
				return say("Barang seharga %v kembali, jadi utang pelanggan turun sebesar itu dan untung ikut turun; uang tidak berubah.",
					"Goods worth %v came back, so the customer owes that much less and profit goes down too; no money moves.", f.amount)
			}
			return say("%v karena barang kembali dan uangnya dikembalikan; untung ikut turun.",
				"%v because goods came back and the money was returned; profit goes down too.", f.falls(f.amount))
		},
	},
}

var sold = what("Dari apa", "From what", choice("sales", "jualan", "selling"), choice("service_income", "jasa", "services"))

// refunded is the only place that may be none.
var refunded = FormField{Name: "place", Names: ledger.Names{ID: "Diganti dari mana", EN: "Made good from where"}, Choices: append(
	[]FormChoice{choice("", "dipotong dari utangnya", "taken off what the customer owes")}, places...)}

func sayDelivered(f filled) ledger.Names {
	switch {
	case f.part == 0:
		return say("%v karena pesanan diserahkan dan dibayar; untung ikut naik.", "%v because an order is delivered and paid; profit goes up too.", f.rises(f.amount))
	case f.rest() == 0:
		return say("Pesanan %v diserahkan, semuanya sudah dibayar di muka: titipan pelanggan turun sebesar itu, uang tidak berubah, dan untung naik.",
			"An order of %v is delivered, all of it paid before: you owe the customer that much less, no money moves, and profit goes up.", f.amount)
	}
	return say("Pesanan %v diserahkan: uang muka %v terpakai, jadi titipan pelanggan turun, dan %v; untung ikut naik.",
		"An order of %v is delivered: the down payment of %v is used up, so you owe that much less, and %v; profit goes up too.", f.amount, f.part, f.rises(f.rest()))
}
