package grade

import (
	"strconv"
	"strings"
)

// amountSlip says how an amount differs: "" for not at all.
func amountSlip(want, got int64) string {
	return slip(strconv.FormatInt(want, 10), strconv.FormatInt(got, 10))
}

// slip compares the digits of two numbers of one scale: E20 for two neighbouring
// digits exchanged, E21 for one to three noughts too few or too many, E22 for one
// digit of another value, E23 for anything else.
func slip(want, got string) string {
	switch {
	case want == got:
		return ""
	case len(want) != len(got):
		long, short := want, got
		if len(got) > len(want) {
			long, short = got, want
		}
		noughts, ok := strings.CutPrefix(long, short)
		if ok && len(noughts) <= 3 && strings.Trim(noughts, "0") == "" {
			return "E21"
		}
		return "E23"
	}
	var differ []int
	for i := range len(want) {
		if want[i] != got[i] {
			differ = append(differ, i)
		}
	}
	switch first := differ[0]; {
	case len(differ) == 1:
		return "E22"
	case len(differ) == 2 && differ[1] == first+1 && want[first] == got[first+1] && want[first+1] == got[first]:
		return "E20"
	}
	return "E23"
}
