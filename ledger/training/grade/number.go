package grade

import "github.com/lumbung-ledger/lumbung/ledger"

// WrongPath is a way of computing that leads astray, and the number it gives.
type WrongPath struct {
	Code  string        `json:"code"`
	Value ledger.Figure `json:"value"`
}
