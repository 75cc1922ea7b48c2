package people

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// commonWords are those that passwords are made of which are tried first, without
// signs, in small letters, the longest first.
var commonWords = longestFirst(strings.Fields(`
	password passwort passw0rd katasandi sandi rahasia secret letmein welcome selamatdatang selamat admin administrator operator user guest root test testing default
	login masuk iloveyou love ilove loveyou monkey dragon football sunshine princess master superman batman pokemon computer internet google facebook whatsapp instagram
	samsung android abc abcd xyz
	1q2w3e4r5t 1qaz2wsx q1w2e3r4 zaq12wsx qazwsx qazwsxedc asdf qwerty azerty
	sayang sayangku cinta cintaku kamu akucinta akusayang aku anak anakku mama papa ibu bapak ayah bunda keluarga cantik manis bismillah alhamdulillah assalamualaikum
	allah allahuakbar insyaallah islam kristus yesus tuhan merdeka pancasila garuda jakarta surabaya indonesia indonesiaku nusantara persib persija
	pontianak kalimantan kalbar borneo kapuas khatulistiwa singkawang sambas landak melati mawar kelompok arisan simpanan koperasi bendahara ketua lumbung lumbungku
	januari februari maret april mei juni juli agustus september oktober november desember`))

// commonPINs are those that fingers find by themselves, and the day of independence.
var commonPINs = strings.Fields("123654 321456 456123 654123 147258 258147 258369 369258 147369 159753 357159 753159 159357 147852 789456 456789 963852 951753 741852 852963 170845 171945 696969 112358 314159")

// keyRows are the runs of keys that fingers find by themselves.
var keyRows = []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890"}

const (
	shortestRun = 4 // keys in a row that are no choice
	enoughOfOwn = 4 // letters that are left, with half of the digits and each common word as one
	shortestOwn = 3 // letters of a part of her name
)

// unleet writes letters for the signs that stand for them.
var unleet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// easyPIN reports whether a PIN has fewer than three different digits, repeats a part,
// reads the same backwards, goes on by equal steps, or is one of the common ones.
func easyPIN(pin string) bool {
	kinds := map[byte]bool{}
	steady := true
	step := (pin[1] - pin[0] + 10) % 10
	for i := range len(pin) {
		kinds[pin[i]] = true
		steady = steady && (i == 0 || (pin[i]-pin[i-1]+10)%10 == step)
	}
	back := []byte(pin)
	slices.Reverse(back)
	pairs := pin[0] == pin[1] && pin[2] == pin[3] && pin[4] == pin[5]
	return len(kinds) < 3 || steady || pairs || pin == string(back) || pin[:3] == pin[3:] || pin[:2] == pin[2:4] && pin[2:4] == pin[4:] ||
		slices.Contains(commonPINs, pin)
}

// easyPassword reports whether a password has fewer than five different signs, repeats a
// short part, or is little else than common words, keys in a row and years; about her
// says that it is so only because of what is known of her.
func easyPassword(password string, own []string) (easy, aboutHer bool) {
	kinds := map[rune]bool{}
	for _, r := range password {
		kinds[r] = true
	}
	if len(kinds) < 5 || repeats(signs(strings.ToLower(password))) || ownSigns(password, nil) < enoughOfOwn {
		return true, false
	}
	about := ownSigns(password, own) < enoughOfOwn
	return about, about
}

// repeats reports whether a text is one part of at most four letters again and again.
func repeats(text string) bool {
	for n := 1; n <= 4 && n < len(text); n++ {
		if strings.Repeat(text[:n], len(text)/n+1)[:len(text)] == text {
			return true
		}
	}
	return false
}

// ownSigns counts what somebody has thought of herself in a password, read as it is, with
// letters for the signs that stand for them, and with those before a number at the end:
// the least of the three.
func ownSigns(password string, own []string) int {
	lower := strings.ToLower(password)
	word := strings.TrimRightFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	return min(countOwn(lower, own), countOwn(unleet.Replace(lower), own), countOwn(unleet.Replace(word), own)+countOwn(lower[len(word):], own))
}

func countOwn(lower string, own []string) int {
	text := signs(lower)
	count := 0
	for _, word := range longestFirst(own) {
		text = strings.ReplaceAll(text, word, " ")
	}
	for _, word := range commonWords {
		if strings.Contains(text, word) {
			text = strings.ReplaceAll(text, word, " ")
			count++
		}
	}
	letters, digits := 0, 0
	for part := range strings.FieldsSeq(withoutRuns(text)) {
		for _, r := range withoutYear(part) {
			if unicode.IsDigit(r) {
				digits++
			} else {
				letters++
			}
		}
	}
	return count + letters + digits/2
}

// signs are the letters and digits of a text, all others left away.
func signs(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func longestFirst(words []string) []string {
	return slices.SortedStableFunc(slices.Values(words), func(a, b string) int { return len(b) - len(a) })
}

// withoutRuns leaves away keys in a row, forwards and backwards, and one key held down.
func withoutRuns(text string) string {
	var kept strings.Builder
	for text != "" {
		n := runLength(text)
		if n < shortestRun {
			_, n = utf8.DecodeRuneInString(text)
			kept.WriteString(text[:n])
		} else {
			kept.WriteByte(' ')
		}
		text = text[n:]
	}
	return kept.String()
}

// runLength is how many bytes at the beginning are keys in a row, or the same key.
func runLength(text string) int {
	longest := 0
	for _, row := range keyRows {
		for _, d := range []int{1, -1, 0} {
			at := strings.IndexByte(row, text[0])
			n := 0
			for ; at >= 0 && at < len(row) && n < len(text) && text[n] == row[at]; n++ {
				at += d
			}
			longest = max(longest, n)
		}
	}
	return longest
}

// withoutYear leaves away the year of our or the last century at an end.
func withoutYear(part string) string {
	for _, century := range []string{"19", "20"} {
		if at := strings.LastIndex(part, century); at >= 0 && at+4 == len(part) && strings.Trim(part[at:], "0123456789") == "" {
			return part[:at]
		}
	}
	return part
}

// checkSecret refuses a secret that is none (invalid_pin, invalid_password), that anybody
// would try first (weak_secret), or whoever knows her (secret_about_you).
func checkSecret(kind SecretKind, secret string, her []Facts) error {
	switch kind {
	case PIN:
		if len(secret) != pinDigits || strings.Trim(secret, "0123456789") != "" {
			return ledger.E(ledger.Invalid, "invalid_pin", "secret")
		}
		if easyPIN(secret) {
			return ledger.E(ledger.Invalid, "weak_secret", "secret")
		}
		if slices.ContainsFunc(her, func(f Facts) bool { return f.hasPIN(secret) }) {
			return ledger.E(ledger.Invalid, "secret_about_you", "secret")
		}
	case Password:
		if n := utf8.RuneCountInString(secret); n < passwordMin || n > passwordMax {
			return ledger.E(ledger.Invalid, "invalid_password", "secret", "min", fmt.Sprint(passwordMin), "max", fmt.Sprint(passwordMax))
		}
		var own []string
		for _, f := range her {
			own = append(own, f.words()...)
		}
		switch easy, aboutHer := easyPassword(secret, own); {
		case aboutHer:
			return ledger.E(ledger.Invalid, "secret_about_you", "secret")
		case easy:
			return ledger.E(ledger.Invalid, "weak_secret", "secret")
		}
	default:
		return ledger.E(ledger.Invalid, "not_in_list", "kind", "allowed", "pin, password")
	}
	return nil
}

// hasPIN reports whether the PIN is her day of birth in any order, holds the year of it,
// or is the end of her phone number or the beginning or the end of her NIK.
func (f Facts) hasPIN(pin string) bool {
	if year := strconv.Itoa(f.BirthYear); f.BirthYear != 0 && (strings.HasPrefix(pin, year) || strings.HasSuffix(pin, year)) {
		return true
	}
	if strings.HasSuffix(f.Phone, pin) {
		return true
	}
	if len(f.NIK) != 16 {
		return false
	}
	day, month, year := f.NIK[6:8], f.NIK[8:10], f.NIK[10:12]
	born := day
	if day > "40" {
		born = string([]byte{day[0] - 4, day[1]})
	}
	for _, d := range []string{day, born} {
		if slices.Contains([]string{d + month + year, month + d + year, year + month + d, year + d + month}, pin) {
			return true
		}
	}
	return strings.HasPrefix(f.NIK, pin) || strings.HasSuffix(f.NIK, pin)
}

// words are the parts of a password that whoever knows her would try: of her name and
// her e-mail address, and her phone number.
func (f Facts) words() []string {
	var words []string
	parts := strings.FieldsFunc(strings.ToLower(f.Name+" "+f.Email), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, part := range parts {
		if len(part) >= shortestOwn {
			words = append(words, part, unleet.Replace(part))
		}
	}
	if phone := strings.TrimPrefix(f.Phone, "+62"); len(phone) >= pinDigits {
		words = append(words, "62"+phone, "0"+phone, phone, phone[len(phone)-pinDigits:])
	}
	if len(f.NIK) == 16 {
		words = append(words, f.NIK, f.NIK[6:12])
	}
	return words
}
