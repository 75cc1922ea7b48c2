package business

import (
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Money is which way money goes when a form is filled in.
type Money string

// The ways of money.
const (
	MoneyIn      Money = "in"
	MoneyOut     Money = "out"
	MoneyBetween Money = "between" // from one place of the business to another
	MoneyEither  Money = "either"  // in or out, as counted
	MoneyStays   Money = "none"
)

// Sheet is a form as a screen draws it: what it is called, and its fields in order.
type Sheet struct {
	Form   Form         `json:"form"`
	Names  ledger.Names `json:"names"`
	Money  Money        `json:"money" enum:"in,out,between,either,none"`
	Fields []FormField  `json:"fields"`
}

// FormField is a field of a form: one of Event's, by its name there. A field that is not
// required may be left away; one with choices is then the first of them.
type FormField struct {
	Name     string       `json:"name" enum:"amount,part,place,to,what"`
	Names    ledger.Names `json:"names"`
	Required bool         `json:"required"`
	Choices  []FormChoice `json:"choices,omitempty"`
}

// FormChoice is one thing to choose. Its names are in lower case, as they stand within a
// sentence. An empty value is chosen by leaving the field away.
type FormChoice struct {
	Value ledger.Role  `json:"value"`
	Names ledger.Names `json:"names"`
}

// form is a sheet with what it does: the lines it becomes and the sentence that
// explains them.
type form struct {
	Sheet
	kind string // of its entries, below "business."
	// counts says that Amount and Part are two counts of one thing, and either may be
	// zero. In all other forms Part is a part of Amount.
	counts bool
	post   func(filled) []posting
	say    func(filled) ledger.Names
}

// forms are all the forms, in the order in which a screen shows them.
var forms = slices.Concat(salesForms, buyingForms, costForms, homeForms, loanForms, moneyForms, countForms)

var formByID = func() map[Form]form {
	m := map[Form]form{}
	for _, f := range forms {
		m[f.Form] = f
	}
	return m
}()

// Sheets is the table of forms.
func Sheets() []Sheet {
	all := make([]Sheet, len(forms))
	for i, f := range forms {
		all[i] = f.Sheet
	}
	return all
}

// field returns the form's field of the name, nil if it has none.
func (s Sheet) field(name string) *FormField {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	return nil
}

func amount(id, en string) FormField {
	return FormField{Name: "amount", Names: ledger.Names{ID: id, EN: en}, Required: true}
}

// part is a second sum that may be left away, needed is one that may not.
func part(id, en string) FormField {
	return FormField{Name: "part", Names: ledger.Names{ID: id, EN: en}}
}

func needed(f FormField) FormField { f.Required = true; return f }

func what(id, en string, choices ...FormChoice) FormField {
	return FormField{Name: "what", Names: ledger.Names{ID: id, EN: en}, Choices: choices}
}

func choice(value ledger.Role, id, en string) FormChoice {
	return FormChoice{Value: value, Names: ledger.Names{ID: id, EN: en}}
}

// places are where the money of a business is.
var places = []FormChoice{
	choice(ledger.CashBox, "kas", "cash"),
	choice(ledger.CashBank, "rekening", "the bank account"),
}

func moneyInto() FormField { return place("Masuk ke mana", "Where it goes") }
func moneyFrom() FormField { return place("Dari mana", "Where it comes from") }

func place(id, en string) FormField {
	return FormField{Name: "place", Names: ledger.Names{ID: id, EN: en}, Choices: places}
}

// The things that forms let choose from.
var (
	raw       = choice("raw", "bahan", "materials")
	packaging = choice("packaging", "kemasan", "packaging")
	merch     = choice("merch", "barang dagangan", "goods for resale")
	finished  = choice("finished", "barang jadi", "finished goods")
	growing   = choice("crop_wip", "tanaman dan ternak", "crops and animals")
	equipment = choice("equipment", "alat usaha", "tools")

	ownMoney = choice("", "uang", "money")

	costs = []FormChoice{
		choice("other_expense", "biaya lain", "other costs"),
		choice("overhead", "biaya produksi", "production costs"),
		choice("rent", "sewa tempat", "rent"),
		choice("utilities", "listrik dan air", "electricity and water"),
		choice("transport", "transport dan ongkir", "transport and delivery"),
		choice("phone", "pulsa dan internet", "phone and internet"),
		choice("supplies", "perlengkapan habis pakai", "supplies"),
		choice("promotion", "promosi", "promotion"),
		choice("market_fee", "retribusi dan kebersihan", "market fees"),
		choice("bank_charge", "biaya admin bank", "bank charges"),
	}
	loans = []FormChoice{
		choice("group_loan", "pinjaman kelompok", "the group loan"),
		choice("bank_loan", "pinjaman bank", "the bank loan"),
		choice("other_loan", "pinjaman keluarga atau orang lain", "a loan from family or others"),
	}
	wages = []FormChoice{
		choice("direct_labour", "upah produksi", "production wages"),
		choice("other_wages", "upah lain", "other wages"),
	}
)
