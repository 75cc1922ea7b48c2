package training

// Trade is the sort of business a story is about.
type Trade string

// The trades.
const (
	Snacks  Trade = "makanan_ringan"
	Sewing  Trade = "menjahit"
	Weaving Trade = "anyaman"
	Stall   Trade = "warung"
	Garden  Trade = "kebun"
)

// Trades are all of them.
var Trades = []Trade{Snacks, Sewing, Weaving, Stall, Garden}
