package business

import "github.com/lumbung-ledger/lumbung/ledger"

// Form is a plain form: what happened, in words a shopkeeper uses.
type Form string

// The forms. Their values are what lessons and programs write.
const (
	SellCash          Form = "jual_tunai"
	SellUnpaid        Form = "jual_utang"
	ReceiveDebt       Form = "terima_piutang"
	TakeAdvance       Form = "terima_dp"
	DeliverOrder      Form = "serah_pesanan"
	BuyCash           Form = "beli_tunai"
	BuyUnpaid         Form = "beli_utang"
	PayDebt           Form = "bayar_utang"
	PayCost           Form = "bayar_biaya"
	PayMixed          Form = "bayar_campur"
	PayWages          Form = "bayar_upah"
	BuyTool           Form = "beli_alat"
	TakeMoneyHome     Form = "ambil_rumah"
	TakeGoodsHome     Form = "ambil_barang"
	AddCapital        Form = "tambah_modal"
	TakeLoan          Form = "terima_pinjaman"
	PayInstalment     Form = "bayar_angsuran"
	SaveInGroup       Form = "simpan_kelompok"
	WithdrawFromGroup Form = "tarik_kelompok"
	ReceiveGrant      Form = "terima_hibah"
	MoveMoney         Form = "pindah_uang"
	CountCash         Form = "selisih_kas"
	CountStock        Form = "sesuai_stok"
	TakeBack          Form = "retur_jual"
	WearOfTools       Form = "penyusutan"
	OweWages          Form = "utang_upah"
)

// Event is a form filled in. Which fields a form uses is in the table of forms
// ([Sheets]); Amount and Part are whole rupiah.
type Event struct {
	Form Form        `json:"form,omitempty"`
	Day  ledger.Date `json:"day,omitzero"`
	// Amount is the whole sum. For counting cash and stock it is what was counted.
	Amount ledger.Figure `json:"amount"`
	// Part is the second sum of a form that has one: the down payment taken off an
	// order, the business's share of a mixed bill, the service within an instalment,
	// what is kept back from a loan, what the book says where cash or stock is counted.
	// A part of zero is not the same as none: forms that need theirs refuse none.
	Part ledger.Figure `json:"part,omitempty"`
	// Place is where the money is: cash_box (which it is when empty) or cash_bank.
	// Returned goods alone have no place of their own: without one they are taken off
	// what the customer owes, with one they are paid back from there.
	Place ledger.Role `json:"place,omitempty"`
	// To is the place that moved money goes to.
	To ledger.Role `json:"to,omitempty"`
	// What is the role of the account meant where a form leaves a choice: which cost,
	// which stock, which loan. Each form has one it takes when this is empty.
	What ledger.Role `json:"what,omitempty"`
	Memo string      `json:"memo,omitempty"`
}
