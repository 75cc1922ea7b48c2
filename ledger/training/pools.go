package training

import "github.com/lumbung-ledger/lumbung/ledger"

// good is something a business sells, buys or uses, and what it costs: from low to
// high, in steps of Rp500.
type good struct {
	name      Text
	unit      Text
	low, high int64
	role      ledger.Role // of the account it belongs to
}

// pool is what the stories of a trade are made of.
type pool struct {
	trade  Trade
	making Text   // what one round of making is called
	made   Text   // and what it brings
	goods  []good // sold, by the piece
	inputs []good // bought to make or to sell, a whole purchase
	costs  []good // paid along the way
	tools  []good
}

var pools = map[Trade]pool{
	Snacks: {
		trade: Snacks, making: Text{"satu adonan", "a batch"}, made: Text{"jadi", "made"},
		goods: []good{
			{Text{"keripik keladi", "taro crisps"}, Text{"bungkus", "packs"}, 8000, 12000, "sales"},
			{Text{"kue bingke", "bingke cakes"}, Text{"loyang", "tins"}, 25000, 40000, "sales"},
			{Text{"es lidah buaya", "aloe vera ice"}, Text{"gelas", "cups"}, 5000, 8000, "sales"},
			{Text{"sambal botol", "bottled chilli paste"}, Text{"botol", "bottles"}, 15000, 25000, "sales"},
		},
		inputs: []good{
			{Text{"keladi", "taro"}, Text{"kg", "kg"}, 120000, 340000, "raw"},
			{Text{"minyak goreng", "cooking oil"}, Text{"liter", "litres"}, 90000, 216000, "raw"},
			{Text{"gula dan tepung", "sugar and flour"}, Text{"kg", "kg"}, 46000, 150000, "raw"},
			{Text{"telur", "eggs"}, Text{"papan", "trays"}, 54000, 162000, "raw"},
			{Text{"plastik dan label", "bags and labels"}, Text{"pak", "packets"}, 40000, 140000, "packaging"},
		},
		costs: []good{
			{Text{"gas untuk memasak", "gas for cooking"}, Text{"tabung", "cylinders"}, 22000, 66000, "overhead"},
			{Text{"ongkos antar", "delivery"}, Text{"kali", "trips"}, 15000, 50000, "transport"},
			{Text{"pulsa untuk jualan", "phone credit for selling"}, Text{"kali", "times"}, 10000, 50000, "phone"},
		},
		tools: []good{
			{Text{"wajan besar", "a large pan"}, Text{"buah", "pieces"}, 250000, 600000, "equipment"},
			{Text{"alat pres plastik", "a bag sealer"}, Text{"buah", "pieces"}, 300000, 600000, "equipment"},
			{Text{"oven", "an oven"}, Text{"buah", "pieces"}, 600000, 1800000, "equipment"},
		},
	},
	Sewing: {
		trade: Sewing, making: Text{"satu kali jahit", "a round of sewing"}, made: Text{"jadi", "made"},
		goods: []good{
			{Text{"seragam sekolah", "school uniforms"}, Text{"potong", "pieces"}, 85000, 150000, "sales"},
			{Text{"tas kain", "cloth bags"}, Text{"buah", "pieces"}, 25000, 60000, "sales"},
			{Text{"sarung bantal", "pillowcases"}, Text{"lembar", "pieces"}, 20000, 40000, "sales"},
			{Text{"celemek", "aprons"}, Text{"lembar", "pieces"}, 30000, 55000, "sales"},
		},
		inputs: []good{
			{Text{"kain", "cloth"}, Text{"meter", "metres"}, 180000, 600000, "raw"},
			{Text{"benang dan kancing", "thread and buttons"}, Text{"pak", "packets"}, 30000, 120000, "raw"},
			{Text{"resleting", "zips"}, Text{"lusin", "dozens"}, 36000, 96000, "raw"},
			{Text{"plastik pembungkus", "wrapping bags"}, Text{"pak", "packets"}, 20000, 60000, "packaging"},
		},
		costs: []good{
			{Text{"minyak dan jarum mesin", "machine oil and needles"}, Text{"kali", "times"}, 15000, 45000, "supplies"},
			{Text{"ongkos antar", "delivery"}, Text{"kali", "trips"}, 15000, 50000, "transport"},
			{Text{"sewa kios sebulan", "a month's rent of the stall"}, Text{"bulan", "months"}, 200000, 400000, "rent"},
		},
		tools: []good{
			{Text{"mesin jahit", "a sewing machine"}, Text{"buah", "pieces"}, 1200000, 2500000, "equipment"},
			{Text{"mesin obras", "an overlocker"}, Text{"buah", "pieces"}, 900000, 1800000, "equipment"},
			{Text{"setrika uap", "a steam iron"}, Text{"buah", "pieces"}, 300000, 700000, "equipment"},
		},
	},
	Weaving: {
		trade: Weaving, making: Text{"satu kali menganyam", "a round of weaving"}, made: Text{"jadi", "made"},
		goods: []good{
			{Text{"tas anyaman", "woven bags"}, Text{"buah", "pieces"}, 40000, 90000, "sales"},
			{Text{"gelang manik", "bead bracelets"}, Text{"buah", "pieces"}, 15000, 35000, "sales"},
			{Text{"tikar", "mats"}, Text{"lembar", "pieces"}, 80000, 160000, "sales"},
			{Text{"topi anyaman", "woven hats"}, Text{"buah", "pieces"}, 30000, 60000, "sales"},
		},
		inputs: []good{
			{Text{"rotan", "rattan"}, Text{"ikat", "bundles"}, 100000, 300000, "raw"},
			{Text{"manik-manik", "beads"}, Text{"pak", "packets"}, 60000, 180000, "raw"},
			{Text{"benang dan pewarna", "thread and dye"}, Text{"pak", "packets"}, 40000, 120000, "raw"},
			{Text{"kotak dan pita", "boxes and ribbon"}, Text{"pak", "packets"}, 30000, 90000, "packaging"},
		},
		costs: []good{
			{Text{"ongkos kirim", "posting parcels"}, Text{"kali", "times"}, 18000, 60000, "transport"},
			{Text{"meja pameran", "a table at the fair"}, Text{"hari", "days"}, 50000, 150000, "promotion"},
			{Text{"pulsa untuk jualan", "phone credit for selling"}, Text{"kali", "times"}, 10000, 50000, "phone"},
		},
		tools: []good{
			{Text{"pisau raut dan tang", "knives and pliers"}, Text{"set", "sets"}, 150000, 350000, "equipment"},
			{Text{"cetakan tas", "a bag mould"}, Text{"buah", "pieces"}, 200000, 500000, "equipment"},
			{Text{"meja kerja", "a work table"}, Text{"buah", "pieces"}, 350000, 800000, "equipment"},
		},
	},
	Stall: {
		trade: Stall, making: Text{"satu adonan", "a batch"}, made: Text{"jadi", "made"},
		goods: []good{
			{Text{"beras", "rice"}, Text{"kg", "kg"}, 14500, 17000, "sales"},
			{Text{"gula pasir", "sugar"}, Text{"kg", "kg"}, 17000, 20000, "sales"},
			{Text{"telur", "eggs"}, Text{"kg", "kg"}, 27000, 33000, "sales"},
			{Text{"minyak goreng", "cooking oil"}, Text{"liter", "litres"}, 18000, 23000, "sales"},
		},
		inputs: []good{
			{Text{"beras", "rice"}, Text{"karung", "sacks"}, 300000, 660000, "merch"},
			{Text{"gula pasir", "sugar"}, Text{"kg", "kg"}, 150000, 340000, "merch"},
			{Text{"mi dan kopi", "noodles and coffee"}, Text{"dus", "boxes"}, 110000, 250000, "merch"},
			{Text{"sabun dan sampo", "soap and shampoo"}, Text{"dus", "boxes"}, 90000, 220000, "merch"},
		},
		costs: []good{
			{Text{"retribusi pasar", "the market fee"}, Text{"kali", "times"}, 10000, 40000, "market_fee"},
			{Text{"kantong plastik", "carrier bags"}, Text{"pak", "packets"}, 12000, 36000, "supplies"},
			{Text{"ongkos ambil barang", "fetching goods"}, Text{"kali", "trips"}, 15000, 45000, "transport"},
		},
		tools: []good{
			{Text{"etalase", "a glass counter"}, Text{"buah", "pieces"}, 800000, 1800000, "equipment"},
			{Text{"timbangan", "a pair of scales"}, Text{"buah", "pieces"}, 150000, 450000, "equipment"},
			{Text{"kulkas bekas", "a used fridge"}, Text{"buah", "pieces"}, 900000, 1800000, "equipment"},
		},
	},
	Garden: {
		trade: Garden, making: Text{"satu panen", "a harvest"}, made: Text{"dipanen", "harvested"},
		goods: []good{
			{Text{"kangkung", "water spinach"}, Text{"ikat", "bundles"}, 3000, 5000, "sales"},
			{Text{"cabai rawit", "bird's-eye chillies"}, Text{"kg", "kg"}, 40000, 80000, "sales"},
			{Text{"jagung manis", "sweetcorn"}, Text{"buah", "cobs"}, 3000, 5000, "sales"},
			{Text{"lidah buaya", "aloe vera"}, Text{"kg", "kg"}, 6000, 10000, "sales"},
		},
		inputs: []good{
			{Text{"bibit", "seedlings"}, Text{"baki", "trays"}, 60000, 200000, "crop_wip"},
			{Text{"pupuk", "fertiliser"}, Text{"karung", "sacks"}, 90000, 270000, "crop_wip"},
			{Text{"kapur tanah", "garden lime"}, Text{"karung", "sacks"}, 40000, 120000, "crop_wip"},
			{Text{"tali dan karung", "string and sacks"}, Text{"pak", "packets"}, 25000, 80000, "packaging"},
		},
		costs: []good{
			{Text{"ongkos perahu ke pasar", "the boat to market"}, Text{"kali", "trips"}, 15000, 50000, "transport"},
			{Text{"retribusi pasar", "the market fee"}, Text{"kali", "times"}, 10000, 40000, "market_fee"},
			{Text{"pulsa untuk jualan", "phone credit for selling"}, Text{"kali", "times"}, 10000, 50000, "phone"},
		},
		tools: []good{
			{Text{"alat semprot", "a sprayer"}, Text{"buah", "pieces"}, 250000, 600000, "equipment"},
			{Text{"cangkul dan sabit", "hoes and sickles"}, Text{"set", "sets"}, 120000, 300000, "equipment"},
			{Text{"pompa air", "a water pump"}, Text{"buah", "pieces"}, 500000, 1200000, "equipment"},
		},
	},
}

// people are those the stories are told of.
var people = []string{"Bu Rina", "Bu Lim", "Bu Dayang", "Bu Yuli", "Bu Sulastri", "Bu Halimah", "Bu Agnes", "Bu Maimunah", "Bu Asiong", "Bu Petronela"}

// customers buy by the dozen and pay later; suppliers let a business pay later.
var (
	customers = []string{"Toko Melati", "Warung Pak Atan", "Kantin Sekolah", "Toko Sinar Kapuas", "Bu Nurul", "Kedai Siantan"}
	suppliers = []string{"Toko Haji Amir", "Pak Usman", "Toko Sumber Rejeki", "Agen Kota Baru", "Pak Acui"}
)

// households are what is paid for the home, and what comes in for it.
var (
	homeCosts = []good{
		{Text{"SPP anak", "a child's school fee"}, Text{}, 50000, 150000, ""},
		{Text{"beras untuk makan di rumah", "rice to eat at home"}, Text{}, 60000, 150000, ""},
		{Text{"belanja dapur", "food for the kitchen"}, Text{}, 50000, 150000, ""},
		{Text{"obat anak", "medicine for a child"}, Text{}, 20000, 80000, ""},
		{Text{"arisan tetangga", "the neighbours' savings round"}, Text{}, 20000, 50000, ""},
		{Text{"baju anak", "clothes for a child"}, Text{}, 60000, 150000, ""},
	}
	homeIncome = []good{
		{Text{"kiriman suami", "money sent by her husband"}, Text{}, 200000, 400000, ""},
		{Text{"gaji adik untuk rumah", "her sister's pay, for the home"}, Text{}, 150000, 350000, ""},
		{Text{"kiriman dari anak di Entikong", "money sent by a child in Entikong"}, Text{}, 100000, 300000, ""},
	}
	mixedBills = []good{
		{Text{"listrik rumah dan usaha", "electricity for home and business"}, Text{}, 60000, 240000, "utilities"},
		{Text{"pulsa anak dan pulsa jualan", "phone credit, the child's and the business's"}, Text{}, 30000, 90000, "phone"},
		{Text{"gas dapur dan gas usaha", "gas for the kitchen and for the business"}, Text{}, 44000, 88000, "overhead"},
	}
)
