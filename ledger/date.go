package ledger

import (
	"database/sql/driver"
	"fmt"
	"math"
	"strconv"
	"time"
)

// Date is an accounting day, without hour or time zone: the day the treasurer
// says it is. It is kept as the number YYYYMMDD, in code and in the database,
// so that days order and group like numbers and read like days. The zero Date
// means "none".
type Date int32

// The days the books accept. Anything outside is a slip of the hand.
const (
	MinDate Date = 1900_01_01
	MaxDate Date = 2199_12_31
)

// NewDate returns the given day. It refuses a day the calendar does not have
// with invalid_date and one outside MinDate..MaxDate with date_out_of_range.
func NewDate(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != day {
		return 0, E(Invalid, "invalid_date", "")
	}
	d := DateOf(t)
	if year < 1900 || year > 2199 {
		return 0, E(Invalid, "date_out_of_range", "", "min", MinDate.String(), "max", MaxDate.String())
	}
	return d, nil
}

// ParseDate reads YYYY-MM-DD and refuses everything else as [NewDate] does.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, E(Invalid, "invalid_date", "")
	}
	n := 0
	for i, c := range []byte(s) {
		if i == 4 || i == 7 {
			continue
		}
		if c < '0' || c > '9' {
			return 0, E(Invalid, "invalid_date", "")
		}
		n = n*10 + int(c-'0')
	}
	return NewDate(n/10000, time.Month(n/100%100), n%100)
}

// MustDate is [ParseDate] for constants in code and tests; it panics on bad input.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic("ledger: bad date " + s)
	}
	return d
}

// DateOf returns the day of t as t's own location tells it.
func DateOf(t time.Time) Date {
	return Date(t.Year()*10000 + int(t.Month())*100 + t.Day())
}

// Pontianak is the time in which the days of people are counted.
var Pontianak = time.FixedZone("WIB", 7*3600)

// Month returns the month as the number YYYYMM.
func (d Date) Month() int32 { return int32(d) / 100 }

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time {
	return time.Date(int(d)/10000, time.Month(int(d)/100%100), int(d)%100, 0, 0, 0, 0, time.UTC)
}

// AddDays returns the day n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// IsZero reports whether the date means "none".
func (d Date) IsZero() bool { return d == 0 }

// Valid reports whether the number is a day of the calendar within the limits.
func (d Date) Valid() bool {
	return d >= MinDate && d <= MaxDate && DateOf(d.Time()) == d
}

// String returns YYYY-MM-DD, and "" for none.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", int(d)/10000, int(d)/100%100, int(d)%100)
}

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; the empty text means none.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// Value hands the number to the database.
func (d Date) Value() (driver.Value, error) { return int64(d), nil }

// Scan reads the number as either database returns it. A number that a Date
// cannot hold is refused, never cut to fit: it would pass for another day.
func (d *Date) Scan(src any) error {
	var n int64
	var err error
	switch v := src.(type) {
	case int64:
		n = v
	case []byte:
		n, err = strconv.ParseInt(string(v), 10, 32)
	case string:
		n, err = strconv.ParseInt(v, 10, 32)
	default:
		err = strconv.ErrSyntax
	}
	if err != nil || n < math.MinInt32 || n > math.MaxInt32 {
		return errDamaged
	}
	*d = Date(n)
	return nil
}
