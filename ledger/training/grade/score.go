package grade

import "math"

// fullLine is what a line is worth that is wholly right: four quarters of nearness
// times twenty twentieths.
const fullLine = 80

// score is the partial credit from 0 to 100, before caps: each expected line is worth
// 100 divided by their number; the pairing of lines with the best total counts; each of
// the learner's lines beyond their number takes 10 off. It is exact, and rounded once,
// half up.
func score(want, got entry) int {
	if len(want) == 0 || len(got) == 0 {
		return 0
	}
	whole := fullLine * len(want)
	points := 100*pair(want, got) - 10*whole*max(0, len(got)-len(want))
	return max(0, floor(2*points+whole, 2*whole))
}

func floor(a, b int) int {
	if a < 0 {
		return -((b - 1 - a) / b)
	}
	return a / b
}

// worth is what a learner's line earns for an expected one:
// nearness × (0.4 + 0.3 if the side is right + 0.3 × amount), in parts of fullLine.
func worth(want, got line) int {
	parts := 8
	if want.debit == got.debit {
		parts += 6
	}
	switch amountSlip(want.amount, got.amount) {
	case "":
		parts += 6
	case "E20", "E21", "E22":
		parts += 3
	}
	return nearness(want.code, got.code) * parts
}

// nearness of accounts in quarters: the same, the same group, the same class.
func nearness(a, b string) int {
	switch {
	case a == b:
		return 4
	case len(a) >= 2 && len(b) >= 2 && group(a, 2) == group(b, 2):
		return 2
	case group(a, 1) == group(b, 1):
		return 1
	}
	return 0
}

func group(code string, digits int) string { return code[:min(digits, len(code))] }

// pair is the best total over all pairings of expected and learner's lines: the
// assignment problem, solved with potentials (Kuhn and Munkres) in whole numbers and
// cubic time. The shorter side is filled up with lines that earn nothing.
func pair(want, got entry) int {
	n := max(len(want), len(got))
	cost := func(row, column int) int {
		if row > len(want) || column > len(got) {
			return fullLine
		}
		return fullLine - worth(want[row-1], got[column-1])
	}
	costs := make([][]int, n+1)
	for row := 1; row <= n; row++ {
		costs[row] = make([]int, n+1)
		for column := 1; column <= n; column++ {
			costs[row][column] = cost(row, column)
		}
	}
	ofRow, ofColumn := make([]int, n+1), make([]int, n+1) // potentials
	rowAt, before := make([]int, n+1), make([]int, n+1)   // by column
	for row := 1; row <= n; row++ {
		rowAt[0] = row
		here := 0
		least, done := make([]int, n+1), make([]bool, n+1)
		for column := range least {
			least[column] = math.MaxInt32
		}
		for rowAt[here] != 0 {
			done[here] = true
			next, step := 0, math.MaxInt32
			for column := 1; column <= n; column++ {
				if done[column] {
					continue
				}
				if c := costs[rowAt[here]][column] - ofRow[rowAt[here]] - ofColumn[column]; c < least[column] {
					least[column], before[column] = c, here
				}
				if least[column] < step {
					next, step = column, least[column]
				}
			}
			for column := range n + 1 {
				if done[column] {
					ofRow[rowAt[column]] += step
					ofColumn[column] -= step
				} else {
					least[column] -= step
				}
			}
			here = next
		}
		for here != 0 {
			rowAt[here] = rowAt[before[here]]
			here = before[here]
		}
	}
	total := fullLine * n
	for column := 1; column <= n; column++ {
		total -= costs[rowAt[column]][column]
	}
	return total
}
