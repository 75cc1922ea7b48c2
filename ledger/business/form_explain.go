package business

import (
	"fmt"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// Explain says in the language "id" or "en" what the event's entry does: to money, to
// what is owed, and to profit. It knows no debit and no credit. What Entry refuses
// has no explanation.
func (e Event) Explain(lang string) string {
	f, in, err := e.read()
	if err != nil {
		return ""
	}
	s := f.say(in).In(lang)
	return strings.ToUpper(s[:1]) + s[1:]
}

// say makes a sentence in both languages. Sums (int64) stand in it as rupiah, names
// in their own language.
func say(id, en string, args ...any) ledger.Names {
	return ledger.Names{ID: sentence("id", id, args), EN: sentence("en", en, args)}
}

func sentence(lang, pattern string, args []any) string {
	said := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case int64:
			said[i] = words.Rupiah(a)
		case ledger.Names:
			said[i] = a.In(lang)
		case FormChoice:
			said[i] = a.Names.In(lang)
		default:
			panic(fmt.Sprintf("business: a sentence cannot hold %T", a))
		}
	}
	return fmt.Sprintf(pattern, said...)
}

// rises and falls say what happens to the money at the form's place.
func (f filled) rises(n int64) ledger.Names {
	if n == 0 {
		return say("uang tidak berubah", "no money moves")
	}
	return say("%v naik %v", "%v goes up by %v", f.place, n)
}

func (f filled) falls(n int64) ledger.Names {
	if n == 0 {
		return say("uang tidak berubah", "no money moves")
	}
	return say("%v turun %v", "%v goes down by %v", f.place, n)
}
