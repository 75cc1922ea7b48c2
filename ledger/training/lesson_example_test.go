package training_test

import (
	"fmt"

	"github.com/lumbung-ledger/lumbung/ledger/training"
)

func ExampleLessonByNumber() {
	l, _ := training.LessonByNumber(1)
	fmt.Println(l.Title.ID)
	fmt.Println(l.Rule.EN)
	for _, s := range l.Sections {
		fmt.Println(s.Key, s.Minutes)
	}
	// Output:
	// Dua dompet
	// Sales money goes into the business purse; for home, take it and write it down.
	// story 5
	// rule 0
	// example 8
	// game 12
	// exercises 10
	// own 5
	// notes 0
}

func ExampleWeeklyMessages() {
	for _, m := range training.WeeklyMessages()[:3] {
		fmt.Println(m.Week, m.Text.ID)
	}
	// Output:
	// 1 Uang jualan masuk dompet usaha; untuk rumah, ambil dan catat.
	// 2 Ada uang lewat, ada satu baris.
	// 3 Nota masuk amplop hari ini, uang dihitung sebelum tidur.
}
