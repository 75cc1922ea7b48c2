package grade

// Sentence is what a learner is told for a code, in the language "id" or "en", and
// empty for a code that is none. Where it matters which way round a misunderstanding
// is (E10, E12, E15, E16), the graders say the one that fits.
func Sentence(code, lang string) string {
	if !Known(code) {
		return ""
	}
	return said(code, lang)
}

// Known reports whether there is such a code: E00 to E25, N01 to N18.
func Known(code string) bool {
	_, ok := sentences[code]
	return ok && len(code) == 3
}

// said is the sentence of a key: a code, right, or a code and which way round it is.
func said(key, lang string) string {
	s := sentences[key]
	if lang == "en" {
		return s.en
	}
	return s.id
}

var sentences = map[string]struct{ id, en string }{
	"right": {"Benar.", "Right."},

	"E00":           {"Coba isi dulu, boleh salah.", "Fill it in first; it may be wrong."},
	"E01":           {"Belum ada uang atau barang yang berpindah, jadi belum dicatat.", "No money or goods have moved yet, so nothing is written."},
	"E02":           {"Uang selalu dari mana ke mana; isi kedua tempatnya.", "Money always goes from one place to another; fill in both."},
	"E03":           {"Arahnya terbalik, tukar dari mana dan ke mana.", "The direction is turned round; swap where it comes from and where it goes."},
	"E04":           {"Jumlah di kedua sisi belum sama.", "The sums of the two sides are not the same yet."},
	"E05":           {"Ini untuk rumah, catat sebagai ambil untuk rumah.", "This is for the home; write it as taken for home."},
	"E06":           {"Pinjaman harus dikembalikan, bukan penjualan.", "A loan must be paid back; it is not a sale."},
	"E07":           {"Uang ini bukan dari jualan.", "This money is not from selling."},
	"E08":           {"Ini bayaran utang lama, jualannya sudah dicatat.", "This pays an old debt; the sale is already written."},
	"E09":           {"Barangnya belum diserahkan, jadi masih titipan.", "The goods are not handed over yet, so it is still held for the customer."},
	"E10":           {"Uangnya belum berpindah.", "The money has not moved yet."},
	"E10_paid":      {"Uangnya sudah berpindah.", "The money has moved already."},
	"E11":           {"Pisahkan pokok dan jasa.", "Separate the loan itself from the service."},
	"E12":           {"Barang ini masih ada dan dipakai lama, jadi harta.", "This is still there and is used for long, so it is owned."},
	"E12_goods":     {"Barang ini masih ada, jadi belum biaya.", "The goods are still there, so they are no cost yet."},
	"E12_used":      {"Ini habis terpakai, jadi biaya, bukan harta.", "This is used up, so it is a cost, not something owned."},
	"E13":           {"Simpanan masih milikmu.", "Savings are still yours."},
	"E14":           {"Barang dimakan sendiri bukan penjualan.", "Goods you eat yourself are not a sale."},
	"E15":           {"Uangnya masuk rekening, bukan kaleng.", "The money went into the bank account, not into the tin."},
	"E15_into_box":  {"Uangnya masuk kaleng, bukan rekening.", "The money went into the tin, not into the bank account."},
	"E15_from_bank": {"Uangnya keluar dari rekening, bukan kaleng.", "The money came out of the bank account, not out of the tin."},
	"E15_from_box":  {"Uangnya keluar dari kaleng, bukan rekening.", "The money came out of the tin, not out of the bank account."},
	"E16":           {"Hampir; pilih nama biaya yang lebih tepat.", "Almost; choose the cost that fits better."},
	"E16_account":   {"Hampir; pilih nama yang lebih tepat.", "Almost; choose the name that fits better."},
	"E17":           {"Lihat lagi: ini harta, utang, jualan atau biaya?", "Look again: is it something owned, a debt, a sale or a cost?"},
	"E18":           {"Ada bagian yang belum ditulis.", "Some part is not written yet."},
	"E19":           {"Ada baris yang tidak terjadi di cerita.", "There is a line that did not happen in the story."},
	"E20":           {"Dua angka tertukar tempat.", "Two digits have changed places."},
	"E21":           {"Nolnya kurang atau lebih.", "There is a zero too few or too many."},
	"E22":           {"Satu angka salah ketik.", "One digit is mistyped."},
	"E23":           {"Jumlahnya belum sama dengan cerita.", "The amount is not yet that of the story."},
	"E24":           {"Satu baris arahnya terbalik.", "One line has its direction turned round."},
	"E25":           {"Kejadiannya di bulan lain.", "It happened in another month."},

	"N01": {"Kamu menambah dari biaya; yang diminta bagian dari harga.", "You added to the cost; what is asked is a part of the price."},
	"N02": {"Tenagamu juga biaya.", "Your own work is a cost too."},
	"N03": {"Alat yang aus juga dibayar sedikit tiap adonan.", "The wear of tools is paid too, a little with each batch."},
	"N04": {"Bagi dengan yang bisa dijual saja.", "Divide only by what can be sold."},
	"N05": {"Bagi dengan sisa per bungkus, bukan harganya.", "Divide by what is left of each pack, not by its price."},
	"N06": {"Bulatkan ke atas, yang setengah tidak cukup.", "Round up; a half is not enough."},
	"N07": {"Yang ditanya berapa bungkus, bukan berapa rupiah.", "The question is how many packs, not how many rupiah."},
	"N08": {"Itu perubahan uang, belum untung.", "That is the change of money, not yet the profit."},
	"N09": {"Uang yang diambil untuk rumah bukan biaya.", "Money taken for home is not a cost."},
	"N10": {"Yang sudah ada di awal belum dihitung.", "What was there at the start is not counted yet."},
	"N11": {"Yang masih tersisa di akhir belum dihitung.", "What is left at the end is not counted yet."},
	"N12": {"Yang dihitung omzet, bukan untung.", "It is the turnover that counts, not the profit."},
	"N13": {"Rp500 juta pertama tidak dihitung.", "The first Rp500 million do not count."},
	"N14": {"Hanya bagian yang lewat Rp500 juta.", "Only the part above Rp500 million."},
	"N15": {"Campur dengan stok lama dulu, baru harga rata-rata.", "Mix it with the old stock first, then take the average price."},
	"N16": {"Kartu stok memakai harga beli.", "The stock card uses the buying price."},
	"N17": {"Jasa itu tiap bulan, kalikan lamanya.", "The service is every month; multiply it by the months."},
	"N18": {"Jasa flat dari pinjaman awal; jasa menurun dari sisa pokok.", "Flat service is on the whole loan; declining service is on what is left."},
}
