package paper

import (
	"strconv"
	"strings"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// parseDate reads a simple date from the front of s: year, month and day with
// one kind of separator (- / .), or month and day of the given year (0: none).
// The code is "" or why the date is refused: journal_date,
// journal_date_without_year or journal_date_out_of_range.
func parseDate(s string, year int) (day ledger.Date, rest, code string) {
	first, rest := digits(s)
	sep, rest, ok := dateMark(rest)
	if first == "" || !ok {
		return 0, s, "journal_date"
	}
	second, rest := digits(rest)
	month, date := first, second
	if len(first) >= 4 {
		year, _ = strconv.Atoi(first)
		sep2, after, ok := dateMark(rest)
		if !ok || sep2 != sep {
			return 0, s, "journal_date"
		}
		month = second
		date, rest = digits(after)
	} else if year == 0 {
		return 0, s, "journal_date_without_year"
	}
	m, err1 := strconv.Atoi(month)
	d, err2 := strconv.Atoi(date)
	if err1 != nil || err2 != nil || len(first) > 9 {
		return 0, s, "journal_date"
	}
	day, err := ledger.NewDate(year, time.Month(m), d)
	switch ledger.CodeOf(err) {
	case "":
		return day, rest, ""
	case "date_out_of_range":
		return 0, s, "journal_date_out_of_range"
	}
	return 0, s, "journal_date"
}

// dateMark takes one separator of a date from the front of s.
func dateMark(s string) (mark byte, rest string, ok bool) {
	if s == "" || strings.IndexByte("-/.", s[0]) < 0 {
		return 0, s, false
	}
	return s[0], s[1:], true
}

// refuseDate adds the limits to the refusal of a date.
func refuseDate(at Place, code string) *ledger.Error {
	if code == "journal_date_out_of_range" {
		return refuse(at, code, "min", ledger.MinDate.String(), "max", ledger.MaxDate.String())
	}
	return refuse(at, code)
}

// ownDate finds the day a posting's comment claims for it: the first valid
// date: tag or [DATE] in it. A date2: tag or [=DATE] is checked and passed over.
// A claim that is no date is refused with the code of [parseDate], as hledger
// refuses it. The year is that of the entry.
func ownDate(comment string, year int) (own ledger.Date, code string) {
	for line := range strings.SplitSeq(comment, "\n") {
		day, code := lineDate(line, year)
		if code != "" {
			return 0, code
		}
		if own == 0 {
			own = day
		}
	}
	return own, ""
}

// lineDate is ownDate for one line. It walks from tag to tag: a tag's name is
// the last word before a colon, its value runs to the next comma.
func lineDate(line string, year int) (own ledger.Date, code string) {
	keep := func(day ledger.Date) {
		if own == 0 {
			own = day
		}
	}
	for {
		before, after, found := strings.Cut(line, ":")
		day, code := bracketDates(before, year)
		if code != "" {
			return 0, code
		}
		keep(day)
		if !found {
			return own, ""
		}
		after = trimLeft(after)
		switch name := before[strings.LastIndexFunc(before, isSpace)+1:]; name {
		case "":
			line = strings.TrimPrefix(after, ",")
			continue
		case "date", "date2":
			day, rest, code := parseDate(after, year)
			if code != "" {
				return 0, code
			}
			if name == "date" {
				keep(day)
			}
			after = rest
		}
		value, rest, _ := strings.Cut(after, ",")
		if day, code = bracketDates(value, year); code != "" {
			return 0, code
		}
		keep(day)
		line = rest
	}
}

// bracketDates reads Ledger's compact dates, [DATE], [DATE=DATE2], [=DATE2],
// wherever they stand in s, and returns the first DATE.
func bracketDates(s string, year int) (own ledger.Date, code string) {
	for {
		_, after, found := strings.Cut(s, "[")
		if !found {
			return own, ""
		}
		s = after
		inner, _, closed := strings.Cut(s, "]")
		if !closed || strings.Trim(inner, "0123456789-/.=") != "" ||
			!strings.ContainsAny(inner, "0123456789") || !strings.ContainsAny(inner, "-/.") {
			continue
		}
		first, second, two := strings.Cut(inner, "=")
		if first != "" {
			day, rest, code := parseDate(first, year)
			if code != "" || rest != "" {
				return 0, "journal_date"
			}
			if own == 0 {
				own = day
			}
		}
		if two {
			if _, rest, code := parseDate(second, year); code != "" || rest != "" {
				return 0, "journal_date"
			}
		}
	}
}
