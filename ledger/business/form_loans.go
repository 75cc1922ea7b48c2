package business

import "github.com/lumbung-ledger/lumbung/ledger"

// loanForms are about money borrowed and paid back.
var loanForms = []form{
	{
		Sheet: Sheet{TakeLoan, ledger.Names{ID: "Terima pinjaman", EN: "Take a loan"}, MoneyIn,
			[]FormField{amount("Pokok yang harus dikembalikan", "Principal to be paid back"), part("Jasa yang dipotong di depan", "Interest kept back up front"), moneyInto(), what("Pinjaman apa", "Which loan", loans...)}},
		kind: "loan_taken",
		post: func(f filled) []posting {
			return []posting{debit(f.place.Value, f.rest()), debit("interest", f.part), credit(f.what.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			if f.part == 0 {
				return say("%v dari %v, dan utangmu naik sebesar itu; pinjaman harus dikembalikan, jadi untung tidak berubah.",
					"%v from %v, and you owe as much more; a loan must be paid back, so profit does not change.", f.rises(f.amount), f.what)
			}
			if f.rest() == 0 {
				return say("Tidak ada uang yang diterima dari %v, tetapi utangmu naik %v: semuanya dipotong di depan sebagai jasa, jadi untung turun sebesar itu.",
					"No money is received from %v, but you owe %v more: all of it was kept back as interest, so profit goes down by that.", f.what, f.amount)
			}
			return say("%v dari %v, tetapi utangmu naik %v: jasa %v dipotong di depan, jadi untung turun sebesar potongan itu.",
				"%v from %v, but you owe %v more: interest of %v was kept back, so profit goes down by that.", f.rises(f.rest()), f.what, f.amount, f.part)
		},
	},
	{
		Sheet: Sheet{PayInstalment, ledger.Names{ID: "Bayar angsuran", EN: "Pay an instalment"}, MoneyOut,
			[]FormField{amount("Seluruh angsuran", "The whole instalment"), part("Jasa di dalamnya", "Interest within it"), moneyFrom(), what("Pinjaman apa", "Which loan", loans...)}},
		kind: "instalment_paid",
		post: func(f filled) []posting {
			return []posting{debit(f.what.Value, f.rest()), debit("interest", f.part), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			switch {
			case f.part == 0:
				return say("%v untuk angsuran %v, dan utangmu turun sebesar itu; untung tidak berubah.",
					"%v for an instalment of %v, and you owe that much less; profit does not change.", f.falls(f.amount), f.what)
			case f.rest() == 0:
				return say("%v untuk jasa %v; utangmu tidak berubah, untung ikut turun.",
					"%v for interest on %v; what you owe does not change, profit goes down too.", f.falls(f.amount), f.what)
			}
			return say("%v untuk angsuran %v: pokok %v mengurangi utangmu, jasa %v mengurangi untung.",
				"%v for an instalment of %v: principal of %v lowers what you owe, interest of %v lowers profit.", f.falls(f.amount), f.what, f.rest(), f.part)
		},
	},
}
