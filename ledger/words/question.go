package words

import "strings"

// questions are what a person is asked when the amount is in doubt and nothing can
// be offered. Indonesian first.
var questions = map[Doubt][2]string{
	Empty:    {"Berapa jumlahnya?", "How much is it?"},
	Unclear:  {"Berapa jumlahnya? Tulis dengan angka, misalnya 25.000.", "How much is it? Write it in figures, such as 25.000."},
	Fraction: {"Sen tidak dicatat. Berapa rupiah utuhnya?", "Cents are not recorded. How many whole rupiah is it?"},
	Zero:     {"Jumlahnya harus lebih dari nol. Berapa jumlahnya?", "The amount must be more than nought. How much is it?"},
	Negative: {"Tulis tanpa tanda kurang. Berapa jumlahnya?", "Write it without a minus sign. How much is it?"},
	Large:    {"Jumlah ini terlalu besar untuk dicatat. Berapa jumlahnya?", "This amount is too large to record. How much is it?"},
}

// Question asks about a doubt, in Indonesian or English: "Maksudmu Rp12.500 atau
// Rp125.000?". A reading without a doubt has no question.
func (r Reading) Question(lang string) string {
	if r.Doubt == "" {
		return ""
	}
	english := lang == English
	if len(r.Maybe) == 0 {
		asked := questions[r.Doubt]
		if english {
			return asked[1]
		}
		return asked[0]
	}
	offers := make([]string, len(r.Maybe))
	for i, n := range r.Maybe {
		offers[i] = Rupiah(n)
	}
	if english {
		return "Do you mean " + listed(offers, " or ") + "?"
	}
	return "Maksudmu " + listed(offers, " atau ") + "?"
}

// listed is "a", "a atau b", "a, b atau c".
func listed(all []string, or string) string {
	last := len(all) - 1
	if last == 0 {
		return all[0]
	}
	return strings.Join(all[:last], ", ") + or + all[last]
}
