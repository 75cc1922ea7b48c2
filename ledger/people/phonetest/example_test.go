package phonetest_test

import (
	"fmt"

	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// A phone goes on recording while there is no network, and sends everything in one
// signed request when there is.
func Example() {
	phone := phonetest.New("HP kelompok")
	treasurer := phonetest.Actor{Person: store.NewID()} // proves herself with her PIN
	phone.Record(treasurer, "entry.post", `{"day":"2026-03-01"}`)
	phone.Record(treasurer, "entry.post", `{"day":"2026-03-08"}`)
	push := phone.PushAll()
	fmt.Println(len(push.Commands), "commands in request", push.Request)
	fmt.Println(push.Commands[1].Prev == push.Commands[0].Digest(phone.ID))
	// Output:
	// 2 commands in request 1
	// true
}
