package grade

import (
	_ "embed"
	"encoding/json"
	"strings"
)

// kind is what an event is to the rules that look at it; plain for all others.
type kind string

const (
	plain       kind = ""
	loanIn      kind = "loan_in"
	capitalIn   kind = "capital_in"
	familyMoney kind = "family_money"
	grantIn     kind = "grant_in"
	collection  kind = "collection"
	advance     kind = "advance"
	onCredit    kind = "on_credit"
	instalment  kind = "instalment"
	goodsTaken  kind = "goods_taken"
)

// events.json has the names of the events that rules look at, by their kind: the forms
// of package business, and what people and other programs call the same.
//
//go:embed events.json
var eventNames []byte

var events = func() map[string]kind {
	var names map[kind][]string
	if err := json.Unmarshal(eventNames, &names); err != nil {
		panic("grade: " + err.Error())
	}
	m := map[string]kind{}
	for k, all := range names {
		for _, name := range all {
			m[name] = k
		}
	}
	return m
}()

// kindOf is the kind of an event by its name, else by the model answer.
func kindOf(event string, want entry) kind {
	if k, ok := events[strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(event))]; ok {
		return k
	}
	in := want.has(true, cashBox, cashBank)
	switch {
	case in && want.has(false, "22"):
		return loanIn
	case want.has(true, "22"):
		return instalment
	case in && want.has(false, "3101"):
		return capitalIn
	case in && want.has(false, "4201"):
		return grantIn
	case in && want.has(false, "12"):
		return collection
	case in && want.has(false, "2103"):
		return advance
	case want.has(true, "3102") && want.has(false, "13"):
		return goodsTaken
	case !want.uses(cashBox, cashBank) && want.uses(owed...):
		return onCredit
	}
	return plain
}
