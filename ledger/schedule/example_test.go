package schedule_test

import (
	"fmt"
	"math/big"

	"github.com/lumbung-ledger/lumbung/ledger/schedule"
)

func ExampleDeclining() {
	s, err := schedule.Declining(schedule.Terms{Principal: 3_000_000, Rate: big.NewRat(3, 200), Periods: 3})
	if err != nil {
		panic(err)
	}
	for _, it := range s.Instalments {
		fmt.Println(it.No, it.Principal, it.Service, it.Total, it.Balance)
	}
	fmt.Println("service", s.Service)
	// Output:
	// 1 1000000 45000 1045000 2000000
	// 2 1000000 30000 1030000 1000000
	// 3 1000000 15000 1015000 0
	// service 90000
}

func ExampleOffer_CostPercent() {
	daily := schedule.Daily{Principal: 1_000_000, Deducted: 100_000, Instalment: 50_000, Times: 24}
	offer, err := daily.Offer("bank keliling")
	if err != nil {
		panic(err)
	}
	fmt.Println(offer.Received, offer.Paid(), offer.Cost(), offer.CostPercent().RatString())
	// Output: 900000 1200000 300000 100/3
}

func ExampleEffective() {
	flat, err := schedule.Flat(schedule.Terms{Principal: 3_000_000, Rate: big.NewRat(3, 200), Periods: 10})
	if err != nil {
		panic(err)
	}
	rate, ok := schedule.Effective(3_000_000, flat.Payments(), 1)
	fmt.Println("1.5 % flat is", rate, "% of what is still owed", ok)
	// Output: 1.5 % flat is 2.6253 % of what is still owed true
}

func ExampleLimit() {
	fmt.Println(schedule.Limit(900_000, schedule.OneThird))
	// Output: 300000
}
