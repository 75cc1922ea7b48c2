package words

import "maps"

func init() {
	maps.Copy(indonesian.sentences, lessonsIndonesian)
	maps.Copy(english.sentences, lessonsEnglish)
}

// What calculators and lessons refuse. Their answers come with the sentence, and no
// outcome that a phone keeps has one of these codes, so the phone does not carry them.
var (
	lessonsIndonesian = map[string]string{
		"no_saleable_units":     "Tidak ada yang tersisa untuk dijual: yang rusak sebanyak yang dibuat.",
		"byproducts_above_cost": "Hasil sampingan tidak boleh melebihi biayanya.",
		"margin_too_high":       "Bagian untung dari harga harus di bawah 100 persen.",
		"nothing_asked":         "Isi tambahan dari biaya, untung dari harga, atau harga sekarang.",
		"invalid_fraction":      "Tulis bilangan bulat atau pecahan di atas nol, misalnya 250625/48.",
		"price_not_above_cost":  "Harga harus di atas biaya per satuan.",
		"mix_not_alike":         "Semua barang harus diberi bagian dengan cara yang sama.",
		"unknown_move":          "Gerakan ini tidak dikenal. Tulis beli, jual, ambil untuk rumah atau hitung fisik.",
		"wrong_direction":       "Barang masuk ditulis di atas nol, barang keluar di bawah nol.",
		"not_enough_stock":      "Barang yang keluar lebih banyak daripada yang ada.",
		"value_not_wanted":      "Nilai barang keluar dihitung dari rata-rata, jangan diisi.",
		"days_out_of_order":     "Tanggal harus berurutan.",
		"unknown_taxpayer":      "Wajib pajak ini tidak dikenal. Tulis orang pribadi atau badan.",
		"no_tax_rule":           "Tidak ada aturan yang diketahui untuk bulan itu[, paling awal {min}].",
		"invalid_percent":       "Tulis persen dengan angka, misalnya 1.5%.",
		"nothing_received":      "Potongannya tidak boleh sebesar pinjamannya atau lebih.",
		"one_of_two":            "Isi salah satu saja[: {allowed}].",
		"unknown_form":          "Formulir ini tidak ada.",
		"field_not_used":        "Isian ini tidak dipakai untuk kejadian ini. Kosongkan.",
		"part_above_amount":     "Bagian ini tidak boleh melebihi jumlah seluruhnya.",
		"same_place":            "Tempat asal dan tempat tujuan uang harus berbeda.",
		"chart_lacks_account":   "Bagan akun buku ini tidak punya akun yang diperlukan[: {role}].",
		"day_outside_period":    "Tanggal ini di luar masa yang dihitung[: {from} sampai {to}].",
		"thousands_point":       "Titik di sini bisa berarti ribuan. Tulis 17000 atau 17.",
		"unknown_lesson":        "Pelajaran ini tidak ada. Pilih 1 sampai 14.",
		"unknown_level":         "Tingkat ini tidak ada. Pilih 0 sampai 4.",
		"invalid_seed":          "Kode lembar hanya huruf, angka, - dan _[, paling banyak {max} tanda].",
		"unknown_exercise":      "Soal ini tidak ditemukan.",
		"answer_missing":        "Jawabannya belum diisi.",
		"answer_count":          "Jumlah jawaban tidak sama dengan soalnya[: harus {count}].",
		"unknown_box":           "Tempat ini tidak ada di soal.",
		"unknown_choice":        "Pilihan ini tidak ada di soal.",
	}
	lessonsEnglish = map[string]string{
		"no_saleable_units":     "Nothing is left to sell: as many are spoiled as were made.",
		"byproducts_above_cost": "By-products must not bring in more than the batch cost.",
		"margin_too_high":       "A margin on the price must be below 100 percent.",
		"nothing_asked":         "Give a markup, a margin, or the price of now.",
		"invalid_fraction":      "Write a whole number or a fraction above zero, such as 250625/48.",
		"price_not_above_cost":  "The price must be above the cost of a unit.",
		"mix_not_alike":         "All products must be given their share in the same way.",
		"unknown_move":          "This move is not known. Write beli, jual, ambil untuk rumah or hitung fisik.",
		"wrong_direction":       "What comes in is written above zero, what goes out below zero.",
		"not_enough_stock":      "More goes out than there is.",
		"value_not_wanted":      "What goes out takes the average value; leave the value out.",
		"days_out_of_order":     "Days must be in order.",
		"unknown_taxpayer":      "This taxpayer is not known. Write orang pribadi (individual) or badan (entity).",
		"no_tax_rule":           "No rule is known for that month[, the earliest is of {min}].",
		"invalid_percent":       "Write a percentage in figures, such as 1.5%.",
		"nothing_received":      "The deduction must be less than the loan itself.",
		"one_of_two":            "Give one of the two, not both[: {allowed}].",
		"unknown_form":          "There is no such form.",
		"field_not_used":        "This field is not used for what happened. Leave it empty.",
		"part_above_amount":     "This part must not be more than the whole amount.",
		"same_place":            "Money must move from one place to another one.",
		"chart_lacks_account":   "The book's chart has no account of the kind that is needed[: {role}].",
		"day_outside_period":    "This day is outside the period[: {from} to {to}].",
		"thousands_point":       "The point may mean thousands here. Write 17000 or 17.",
		"unknown_lesson":        "There is no such lesson. Choose 1 to 14.",
		"unknown_level":         "There is no such level. Choose 0 to 4.",
		"invalid_seed":          "A sheet's code has letters, digits, - and _ only[, at most {max} of them].",
		"unknown_exercise":      "There is no such exercise.",
		"answer_missing":        "The answer is missing.",
		"answer_count":          "There are not as many answers as questions[: it must be {count}].",
		"unknown_box":           "The exercise has no such box.",
		"unknown_choice":        "The exercise has no such choice.",
	}
)
