package ledger

import (
	"embed"
	"encoding/json"
)

//go:embed charts/*.json
var chartFiles embed.FS

// charts are the charts of accounts as data, one file per kind of book. Codes
// and names of the business, group and programme charts follow SAK EMKM and
// ISAK 335 practice: class in the first digit, group in the first two.
var charts = readCharts()

func readCharts() map[BookKind][]Account {
	files := map[BookKind]string{
		GroupBook: "group", ProgrammeBook: "programme", BusinessBook: "business",
		HouseholdBook: "household", PracticeBook: "business",
	}
	all := map[BookKind][]Account{GeneralBook: nil}
	for kind, file := range files {
		raw, err := chartFiles.ReadFile("charts/" + file + ".json")
		if err != nil {
			panic(err)
		}
		var chart []Account
		if err := json.Unmarshal(raw, &chart); err != nil {
			panic("ledger: chart " + file + ": " + err.Error())
		}
		all[kind] = chart
	}
	return all
}

// Chart returns the accounts a new book of the kind starts with, with their ids
// in that book ([AccountID]). A general book starts empty.
func Chart(kind BookKind, book ID) []Account {
	chart := make([]Account, len(charts[kind]))
	for i, a := range charts[kind] {
		a.ID = AccountID(book, a.Code)
		chart[i] = a
	}
	return chart
}

// AccountID is the id of the account that a book's chart gives the code. An
// account added later may have any id.
func AccountID(book ID, code string) ID { return DeriveID(book, "account:"+code) }
