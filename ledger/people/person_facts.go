package people

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Sex is what somebody says of herself, empty when she was not asked.
type Sex string

// The sexes, as the population register has them.
const (
	Female Sex = "female"
	Male   Sex = "male"
)

// Difficulty is an answer to one question of the Washington Group: 0 when it was
// not asked.
type Difficulty int

// The answers, numbered as the Washington Group numbers them.
const (
	NoDifficulty   Difficulty = 1
	SomeDifficulty Difficulty = 2
	MuchDifficulty Difficulty = 3
	CannotAtAll    Difficulty = 4
	Declined       Difficulty = 7
)

// WashingtonGroup is the short set of six questions about what somebody can do.
// It is asked only with her consent, and shown only on her own page.
type WashingtonGroup struct {
	Seeing        Difficulty `json:"seeing,omitzero" enum:"1,2,3,4,7" doc:"1 no difficulty, 2 some, 3 a lot, 4 cannot at all, 7 declined; absent when not asked"`
	Hearing       Difficulty `json:"hearing,omitzero" enum:"1,2,3,4,7"`
	Walking       Difficulty `json:"walking,omitzero" enum:"1,2,3,4,7"`
	Remembering   Difficulty `json:"remembering,omitzero" enum:"1,2,3,4,7"`
	SelfCare      Difficulty `json:"self_care,omitzero" enum:"1,2,3,4,7"`
	Communicating Difficulty `json:"communicating,omitzero" enum:"1,2,3,4,7"`
}

func (w WashingtonGroup) answers() map[string]Difficulty {
	return map[string]Difficulty{"seeing": w.Seeing, "hearing": w.Hearing, "walking": w.Walking, "remembering": w.Remembering,
		"self_care": w.SelfCare, "communicating": w.Communicating}
}

// Disability reports whether at least one answer is "a lot" or "cannot at all":
// what the Washington Group counts by. It is for counting, never for showing.
func (w WashingtonGroup) Disability() bool {
	for _, a := range w.answers() {
		if a == MuchDifficulty || a == CannotAtAll {
			return true
		}
	}
	return false
}

// over is the answers before with those that are given in their places.
func (w WashingtonGroup) over(before *WashingtonGroup) *WashingtonGroup {
	if before == nil {
		return &w
	}
	all := *before
	for _, a := range []struct{ to, given *Difficulty }{{&all.Seeing, &w.Seeing}, {&all.Hearing, &w.Hearing}, {&all.Walking, &w.Walking},
		{&all.Remembering, &w.Remembering}, {&all.SelfCare, &w.SelfCare}, {&all.Communicating, &w.Communicating}} {
		if *a.given != 0 {
			*a.to = *a.given
		}
	}
	return &all
}

// Facts is what a home keeps of a person. All of it is sealed.
type Facts struct {
	Name            string           `json:"name" minLength:"1" maxLength:"200" example:"Siti Aminah"`
	Sex             Sex              `json:"sex,omitempty" enum:"female,male"`
	BirthYear       int              `json:"birth_year,omitzero" example:"1987"`
	Phone           string           `json:"phone,omitempty" maxLength:"30" doc:"An Indonesian number, kept as +62..." example:"+6281234567834"`
	Email           string           `json:"email,omitempty" maxLength:"254"`
	NIK             string           `json:"nik,omitempty" maxLength:"32" doc:"Sixteen digits of the population register"`
	Address         string           `json:"address,omitempty" maxLength:"1000"`
	WashingtonGroup *WashingtonGroup `json:"washington_group,omitempty"`
	Categories      []string         `json:"categories,omitempty" doc:"Codes of the home's own list"`
	Language        string           `json:"language,omitempty" enum:"id,en" doc:"In which she is spoken to; Indonesian unless she says otherwise"`
	Voice           bool             `json:"voice,omitzero" doc:"She would rather hear than read"`
}

// FactsCorrection is what changes of the facts: nil leaves a fact as it is, the empty
// text takes it away.
type FactsCorrection struct {
	Name            *string          `json:"name,omitempty" maxLength:"200"`
	Sex             *Sex             `json:"sex,omitempty"`
	BirthYear       *int             `json:"birth_year,omitempty" doc:"0 takes it away"`
	Phone           *string          `json:"phone,omitempty" maxLength:"30"`
	Email           *string          `json:"email,omitempty" maxLength:"254"`
	NIK             *string          `json:"nik,omitempty" maxLength:"32"`
	Address         *string          `json:"address,omitempty" maxLength:"1000"`
	WashingtonGroup *WashingtonGroup `json:"washington_group,omitempty"` // only the answers that change
	Categories      []string         `json:"categories,omitzero" doc:"Replaces the whole list"`
	Language        *string          `json:"language,omitempty"`
	Voice           *bool            `json:"voice,omitempty"`
}

func (c FactsCorrection) apply(f Facts) Facts {
	set(&f.Name, c.Name)
	set(&f.Sex, c.Sex)
	set(&f.BirthYear, c.BirthYear)
	set(&f.Phone, c.Phone)
	set(&f.Email, c.Email)
	set(&f.NIK, c.NIK)
	set(&f.Address, c.Address)
	set(&f.Language, c.Language)
	set(&f.Voice, c.Voice)
	if c.WashingtonGroup != nil {
		f.WashingtonGroup = c.WashingtonGroup.over(f.WashingtonGroup)
	}
	if c.Categories != nil {
		f.Categories = c.Categories
	}
	return f
}

func set[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}

// checked returns the facts in the form they are kept in. Codes: required,
// invalid_text, text_too_long, not_in_list, out_of_range, invalid_phone,
// invalid_email, invalid_nik, nik_mismatch (unless somebody has seen the card, as
// nikChecked says), duplicate_item, too_many_items.
func (f Facts) checked(at time.Time, nikChecked bool) (Facts, error) {
	var errs []*ledger.Error
	note := func(err *ledger.Error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	name := strings.TrimSpace(f.Name) // of one line, as it was written
	f.Name = oneLine(f.Name)
	note(checkLine(name, ledger.MaxName, "name", true))
	f.Address = strings.TrimSpace(norm.NFC.String(f.Address))
	note(ledger.CheckText(f.Address, maxAddress, "address"))
	if f.Sex != "" && f.Sex != Female && f.Sex != Male {
		note(ledger.E(ledger.Invalid, "not_in_list", "sex", "allowed", "female, male"))
	}
	if f.Language == "" {
		f.Language = "id"
	}
	if f.Language != "id" && f.Language != "en" {
		note(ledger.E(ledger.Invalid, "not_in_list", "language", "allowed", "id, en"))
	}
	if f.BirthYear != 0 && (f.BirthYear < 1900 || f.BirthYear > at.Year()) {
		note(ledger.E(ledger.Invalid, "out_of_range", "birth_year", "min", "1900", "max", strconv.Itoa(at.Year())))
	}
	var err *ledger.Error
	if strings.TrimSpace(f.Phone) != "" {
		f.Phone, err = normalPhone(f.Phone)
		note(err)
	} else {
		f.Phone = ""
	}
	f.Email = strings.TrimSpace(f.Email)
	note(checkEmail(f.Email))
	f.NIK, err = normalNIK(f, nikChecked)
	note(err)
	if f.WashingtonGroup != nil {
		for name, a := range f.WashingtonGroup.answers() {
			if a != 0 && a != Declined && (a < NoDifficulty || a > CannotAtAll) {
				note(ledger.E(ledger.Invalid, "not_in_list", "washington_group."+name, "allowed", "1, 2, 3, 4, 7"))
			}
		}
	}
	if len(f.Categories) > maxCategories {
		note(ledger.E(ledger.Invalid, "too_many_items", "categories", "max", strconv.Itoa(maxCategories)))
	}
	f.Categories = slices.Sorted(slices.Values(f.Categories))
	if len(slices.Compact(slices.Clone(f.Categories))) < len(f.Categories) {
		note(ledger.E(ledger.Invalid, "duplicate_item", "categories"))
	}
	slices.SortStableFunc(errs, func(a, b *ledger.Error) int { return strings.Compare(a.Field, b.Field) })
	return f, ledger.Join(errs...)
}

const (
	maxAddress    = 1000
	maxEmail      = 254
	maxCategories = 50
)

// oneLine is a text in composed form without blanks around it and with single ones
// within.
func oneLine(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// checkLine accepts one line of text in the order it is written, without marks that do not
// show; one that is needed has something to see (required).
func checkLine(s string, limit int, field string, needed bool) *ledger.Error {
	if needed && !strings.ContainsFunc(s, visible) {
		return ledger.E(ledger.Invalid, "required", field)
	}
	if strings.ContainsFunc(s, func(r rune) bool {
		return r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || unicode.In(r, unicode.Cc, unicode.Cf)
	}) {
		return ledger.E(ledger.Invalid, "invalid_text", field)
	}
	return ledger.CheckText(s, limit, field)
}

// visible reports whether a character shows when it is written.
func visible(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u3164', '\uffa0', '\u2800': // blanks that count as letters or signs
		return false
	}
	return unicode.IsGraphic(r) && !unicode.IsSpace(r)
}

// NormalPhone returns an Indonesian telephone number as +62 and its digits, however
// it is written: 0812-3456-7834, 62 812..., +62 812.... Anything else is refused
// with invalid_phone.
func NormalPhone(s string) (string, error) {
	phone, err := normalPhone(s)
	if err != nil {
		return "", err
	}
	return phone, nil
}

func normalPhone(s string) (string, *ledger.Error) {
	refused := ledger.E(ledger.Invalid, "invalid_phone", "phone")
	digits := make([]byte, 0, len(s))
	plus := false
	for _, r := range strings.TrimSpace(s) {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case r == '+' && len(digits) == 0 && !plus:
			plus = true
		case !strings.ContainsRune(" -.()\u00a0", r):
			return "", refused
		}
	}
	number := string(digits)
	switch {
	case strings.HasPrefix(number, "62"):
		number = strings.TrimPrefix(number[2:], "0") // +62 (0)812
	case plus:
		return "", refused
	case strings.HasPrefix(number, "0"):
		number = number[1:]
	case !strings.HasPrefix(number, "8"):
		return "", refused
	}
	// A mobile number has 9 to 12 digits behind the country, a fixed line 8 to 11.
	least, most := 8, 11
	if strings.HasPrefix(number, "8") {
		least, most = 9, 12
	}
	if len(number) < least || len(number) > most || number[0] < '2' {
		return "", refused
	}
	return "+62" + number, nil
}

func checkEmail(s string) *ledger.Error {
	if s == "" {
		return nil
	}
	refused := ledger.E(ledger.Invalid, "invalid_email", "email")
	name, domain, ok := strings.Cut(s, "@")
	if !ok || name == "" || len(s) > maxEmail || strings.Contains(domain, "@") || !strings.Contains(strings.Trim(domain, "."), ".") {
		return refused
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }) || checkLine(s, maxEmail, "email", false) != nil {
		return refused
	}
	return nil
}

// normalNIK returns the sixteen digits. The seventh to the twelfth are the day of
// birth, a woman's 40 days later; they must agree with the sex and the year of
// birth where these are known (nik_mismatch), unless somebody has checked that the card
// says so: the register has mistakes of its own.
func normalNIK(f Facts, checked bool) (string, *ledger.Error) {
	refused := ledger.E(ledger.Invalid, "invalid_nik", "nik")
	nik := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(f.NIK)
	if nik == "" {
		return "", nil
	}
	if len(nik) != 16 || strings.Trim(nik, "0123456789") != "" || nik[:2] < "11" || nik[2:4] == "00" || nik[4:6] == "00" || nik[12:] == "0000" {
		return "", refused
	}
	two := func(at int) int { return int(nik[at]-'0')*10 + int(nik[at+1]-'0') }
	day, month, year, sex := two(6), two(8), two(10), Male
	if day > 40 {
		day, sex = day-40, Female
	}
	if !isDay(1900+year, month, day) && !isDay(2000+year, month, day) {
		return "", refused
	}
	if !checked && (f.Sex != "" && f.Sex != sex || f.BirthYear != 0 && f.BirthYear%100 != year) {
		return "", ledger.E(ledger.Invalid, "nik_mismatch", "nik")
	}
	return nik, nil
}

func isDay(year, month, day int) bool {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.Year() == year && int(t.Month()) == month && t.Day() == day
}

// maskedPhone shows the country, the first three digits and the last two.
func maskedPhone(phone string) string {
	if len(phone) < 10 {
		return ""
	}
	return phone[:6] + "•••••" + phone[len(phone)-2:]
}

// maskedNIK shows the last two digits.
func maskedNIK(nik string) string {
	if len(nik) != 16 {
		return ""
	}
	return strings.Repeat("•", 14) + nik[14:]
}
