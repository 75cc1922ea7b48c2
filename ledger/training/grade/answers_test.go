package grade_test

import (
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// graded is an answer with the code and the score it must get. Entries are written
// as "D1101 150000, C4101 150000".
type graded struct {
	primary string // none for a right answer
	score   int
	story   string
	event   string
	want    string // accepted entries behind a bar
	got     string
}

// answers provoke every code of entries.
var answers = []graded{
	{"", 100, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "C4101 150000, D1101 150000"},
	{"", 100, "Jualan tunai Rp150.000, kas dipecah dua", "jual_tunai", "D1101 150000, C4101 150000", "D1101 100000, C4101 150000, D1101 50000"},
	{"", 100, "Hujan seharian, tidak ada jualan", "", "", ""},
	{"", 100, "Beli gula Rp46.000, langsung habis terpakai", "beli_tunai", "D1301 46000, C1101 46000 | D5101 46000, C1101 46000", "D5101 46000, C1101 46000"},

	{"E00", 0, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", ""},
	{"E01", 0, "Pelanggan bertanya harga saja", "", "", "D1101 150000, C4101 150000"},
	{"E02", 40, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 150000"},
	{"E02", 40, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 150000, D4101 150000"},
	{"E02", 0, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "C6199 70000"},
	{"E03", 40, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D4101 150000, C1101 150000"},
	{"E03", 40, "Bayar angsuran Rp120.000, jasa Rp20.000", "bayar_angsuran", "D2201 100000, D8101 20000, C1101 120000", "C2201 100000, C8101 20000, D1101 120000"},
	{"E03", 40, "Setor kas ke rekening Rp200.000", "pindah_uang", "D1102 200000, C1101 200000", "D1101 200000, C1102 200000"},
	{"E04", 60, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 150000, C4101 140000"},
	{"E04", 60, "Bayar angsuran Rp120.000, jasa Rp20.000", "bayar_angsuran", "D2201 100000, D8101 20000, C1101 120000", "D2201 100000, C8101 20000, C1101 120000"},

	{"E05", 50, "Ambil uang usaha untuk dapur Rp150.000", "ambil_rumah", "D3102 150000, C1101 150000", "D6199 150000, C1101 150000"},
	{"E05", 62, "Bayar listrik Rp90.000, sepertiga untuk usaha", "bayar_campur", "D6102 30000, D3102 60000, C1101 90000", "D6102 90000, C1101 90000"},
	{"E05", 50, "Ambil 3 bungkus untuk anak, biaya Rp15.000", "ambil_barang", "D3102 15000, C1303 15000", "D5101 15000, C1303 15000"},
	{"E06", 50, "Terima pinjaman kelompok Rp1.000.000", "terima_pinjaman", "D1101 1000000, C2201 1000000", "D1101 1000000, C4101 1000000"},
	{"E06", 50, "Pinjaman keluarga Rp500.000", "pinjaman_masuk", "D1101 500000, C2203 500000", "D1101 500000, C4202 500000"},
	{"E06", 50, "Terima pinjaman, kejadian tanpa nama", "", "D1101 1000000, C2201 1000000", "D1101 1000000, C4101 1000000"},
	{"E07", 50, "Tambah modal Rp750.000", "tambah_modal", "D1101 750000, C3101 750000", "D1101 750000, C4202 750000"},
	{"E07", 63, "Hibah program Rp2.000.000", "terima_hibah", "D1102 2000000, C4201 2000000", "D1102 2000000, C4101 2000000"},
	{"E07", 50, "Kiriman suami Rp300.000", "kiriman", "D1101 300000, C3101 300000", "D1101 300000, C4101 300000"},
	{"E08", 50, "Toko Melati melunasi utang Rp240.000", "terima_piutang", "D1101 240000, C1201 240000", "D1101 240000, C4101 240000"},
	{"E08", 35, "Toko Melati melunasi utang, ditulis jualan baru", "terima_bayaran_utang", "D1101 240000, C1201 240000", "D1201 240000, C4101 240000"},
	{"E09", 50, "Uang muka pesanan kue Rp100.000", "terima_dp", "D1101 100000, C2103 100000", "D1101 100000, C4101 100000"},
	{"E10", 63, "Toko Melati ambil barang Rp500.000, bayar nanti", "jual_utang", "D1201 500000, C4101 500000", "D1101 500000, C4101 500000"},
	{"E10", 50, "Beli tepung Rp200.000, bayar minggu depan", "beli_utang", "D1301 200000, C2101 200000", "D1301 200000, C1101 200000"},
	{"E10", 62, "Jual Rp300.000, dibayar Rp100.000 dulu", "jual_kredit", "D1101 100000, D1201 200000, C4101 300000", "D1101 300000, C4101 300000"},
	{"E10", 63, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1201 150000, C4101 150000"},
	{"E10", 50, "Beli tepung tunai Rp200.000", "beli_tunai", "D1301 200000, C1101 200000", "D1301 200000, C2101 200000"},
	{"E11", 57, "Bayar angsuran Rp120.000, jasa Rp20.000", "bayar_angsuran", "D2201 100000, D8101 20000, C1101 120000", "D8101 120000, C1101 120000"},
	{"E12", 50, "Beli alat pres Rp480.000 tunai", "beli_alat", "D1501 480000, C1101 480000", "D6105 480000, C1101 480000"},
	{"E12", 50, "Beli gula Rp46.000 untuk persediaan", "beli_tunai", "D1301 46000, C1101 46000", "D5101 46000, C1101 46000"},
	{"E12", 57, "Beli alat Rp400.000 dan ongkirnya Rp20.000", "beli_alat", "D1501 400000, D6103 20000, C1101 420000", "D6103 420000, C1101 420000"},
	{"E12", 50, "Bayar sewa tempat Rp250.000", "bayar_biaya", "D6101 250000, C1101 250000", "D1501 250000, C1101 250000"},
	{"E13", 50, "Simpan di kelompok Rp50.000", "simpan_kelompok", "D1104 50000, C1101 50000", "D6199 50000, C1101 50000"},
	{"E14", 50, "Ambil 3 bungkus untuk anak, biaya Rp15.000", "ambil_barang", "D3102 15000, C1303 15000", "D3102 15000, C4101 15000"},
	{"E14", 50, "Barang dimakan sendiri, biaya Rp15.000", "makan sendiri", "D3102 15000, C1304 15000", "D3102 15000, C4101 15000"},
	{"E15", 75, "Jualan lewat QRIS Rp85.000", "jual_tunai", "D1102 85000, C4101 85000", "D1101 85000, C4101 85000"},
	{"E15", 75, "Jualan tunai Rp85.000", "jual_tunai", "D1101 85000, C4101 85000", "D1102 85000, C4101 85000"},
	{"E15", 75, "Bayar internet dari rekening Rp60.000", "bayar_biaya", "D6104 60000, C1102 60000", "D6104 60000, C1101 60000"},
	{"E15", 75, "Bayar retribusi tunai Rp5.000", "bayar_biaya", "D6109 5000, C1101 5000", "D6109 5000, C1102 5000"},
	{"E16", 75, "Bayar ongkos kirim Rp25.000", "bayar_biaya", "D6103 25000, C1101 25000", "D6199 25000, C1101 25000"},
	{"E16", 75, "Pinjaman kelompok ditulis pinjaman bank", "terima_pinjaman", "D1101 900000, C2201 900000", "D1101 900000, C2202 900000"},
	{"E16", 63, "Hitung stok: bahan terpakai Rp80.000", "sesuai_stok", "D5101 80000, C1301 80000", "D5101 80000, C1101 80000"},
	{"E17", 50, "Bayar utang pemasok Rp200.000", "bayar_utang", "D2101 200000, C1101 200000", "D5101 200000, C1101 200000"},
	{"E17", 8, "Bayar angsuran, ditulis biaya lain", "bayar_angsuran", "D2201 100000, D8101 20000, C1101 120000", "D6199 120000, C1301 120000"},
	{"E18", 62, "Jual tunai Rp300.000 dan lewat QRIS Rp100.000", "jual_tunai", "D1101 300000, D1102 100000, C4101 400000", "D1101 400000, C4101 400000"},
	{"E19", 80, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 150000, C4101 150000, D6103 10000, C1101 10000"},
	{"E20", 85, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 510000, C4101 510000"},
	{"E21", 85, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 15000, C4101 15000"},
	{"E21", 85, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 150000000, C4101 150000000"},
	{"E22", 85, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 180000, C4101 180000"},
	{"E23", 70, "Jualan tunai Rp150.000", "jual_tunai", "D1101 150000, C4101 150000", "D1101 275000, C4101 275000"},
	{"E23", 70, "Jualan tunai Rp150.000, empat nol lebih", "jual_tunai", "D1101 150000, C4101 150000", "D1101 1500000000, C4101 1500000000"},
	{"E24", 88, "Serah pesanan Rp200.000, uang muka Rp100.000", "serah_pesanan", "D1101 100000, D2103 100000, C4101 200000, D5201 100000, C1304 100000", "D1101 100000, C2103 100000, C4101 200000, D5201 100000, D1304 100000"},
}

// numbers provoke every code of numbers. The story says how each is come by.
var numbers = []struct {
	primary string
	score   int
	story   string
	want    string
	paths   string // "N01 8500, N05 120"
	got     string
	try     int
}{
	{"", 100, "Harga jual", "9000", "N01 8500", "9000", 1},
	{"", 100, "Ditulis dengan koma", "9000", "", "9000.00", 0},
	{"", 70, "Benar pada kesempatan kedua", "9000", "N01 8500", "9000", 2},
	{"N01", 40, "Untung 40 % dari harga, ditambah dari biaya", "9000", "N01 7500", "7500", 1},
	{"N02", 40, "Biaya satu bungkus tanpa tenaga sendiri", "5221", "N02 4388, N03 5200", "4388", 1},
	{"N03", 40, "Biaya satu bungkus tanpa aus alat", "5221", "N02 4388, N03 5200", "5200", 1},
	{"N04", 40, "Yang rusak ikut dibagi", "5221", "N04 5013", "5013", 1},
	{"N05", 40, "Biaya tetap dibagi harga", "189", "N05 88", "88", 1},
	{"N06", 40, "Dibulatkan ke bawah: satu angka beda, tetapi jalan salah lebih dulu", "189", "N06 188", "188", 1},
	{"N07", 40, "Ditanya bungkus, dijawab rupiah", "189", "N07 1701000", "1701000", 1},
	{"N08", 40, "Perubahan uang dijawab sebagai untung", "1353500", "N08 1448500", "1448500", 1},
	{"N09", 40, "Uang untuk rumah dikurangkan", "1353500", "N09 853500", "853500", 1},
	{"N10", 40, "Stok awal lupa", "415000", "N10 295000", "295000", 1},
	{"N11", 40, "Stok akhir lupa", "415000", "N11 735000", "735000", 1},
	{"N12", 40, "Pajak dari untung", "60000", "N12 35000", "35000", 1},
	{"N13", 40, "Batas Rp500 juta lupa", "60000", "N13 2560000", "2560000", 1},
	{"N14", 40, "Sebulan penuh dikenai", "60000", "N14 255000", "255000", 1},
	{"N15", 40, "Harga terakhir, bukan rata-rata", "428353", "N15 434000", "434000", 1},
	{"N16", 40, "Harga jual di kartu stok", "428353", "N16 480500", "480500", 1},
	{"N17", 40, "Jasa sebulan saja", "3450000", "N17 3045000", "3045000", 1},
	{"N18", 40, "Menurun dikira flat", "3450000", "N18 3247500", "3247500", 1},
	{"N18", 40, "Jalan salah pada kesempatan kedua", "3450000", "N18 3247500", "3247500", 2},
	{"E05", 40, "Kode salah paham jurnal sebagai jalan salah", "240000", "E05 90000", "90000", 1},
	{"E20", 70, "Dua angka tertukar", "5221", "N02 4388", "5212", 1},
	{"E20", 70, "Dua angka tertukar di belakang koma", "12.75", "", "12.57", 1},
	{"E21", 70, "Nol kurang", "5220", "", "522", 1},
	{"E21", 70, "Koma bergeser", "12.5", "", "1.25", 1},
	{"E22", 70, "Satu angka salah", "5221", "", "5281", 3},
	{"E23", 0, "Jawaban lain", "5221", "N02 4388", "7000", 1},
	{"E23", 0, "Tandanya lain", "5221", "", "-5221", 1},
}

// lines reads "D1101 150000, C4101 150000".
func lines(t testing.TB, text string) []grade.Line {
	t.Helper()
	var out []grade.Line
	for part := range strings.SplitSeq(text, ",") {
		account, amount, ok := strings.Cut(strings.TrimSpace(part), " ")
		if !ok {
			continue
		}
		out = append(out, grade.Line{Code: account[1:], Side: account[:1], Amount: figure(t, amount)})
	}
	return out
}

func figure(t testing.TB, text string) ledger.Figure {
	t.Helper()
	f, err := ledger.ParseFigure(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return f
}

func (g graded) question(t testing.TB) grade.Question {
	t.Helper()
	q := grade.Question{Event: g.event}
	for i, text := range strings.Split(g.want, "|") {
		if i == 0 {
			q.Expected = lines(t, text)
		} else {
			q.Accepted = append(q.Accepted, lines(t, text))
		}
	}
	return q
}

func paths(t testing.TB, text string) []grade.WrongPath {
	t.Helper()
	var out []grade.WrongPath
	for part := range strings.SplitSeq(text, ",") {
		if code, value, ok := strings.Cut(strings.TrimSpace(part), " "); ok {
			out = append(out, grade.WrongPath{Code: code, Value: figure(t, value)})
		}
	}
	return out
}

func primary(r grade.Result) string {
	if r.Primary == nil {
		return ""
	}
	return *r.Primary
}
