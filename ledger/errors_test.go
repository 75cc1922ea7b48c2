package ledger_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func TestProblemsJoinAndMoveBelowAField(t *testing.T) {
	if err := ledger.Join(nil, nil); err != nil {
		t.Errorf("nothing joined is %v", err)
	}
	one := ledger.E(ledger.Conflict, "closed_period", "day", "through", "2026-03-31")
	if err := ledger.Join(nil, one); err != error(one) {
		t.Errorf("one joined is %v", err)
	}
	var several *ledger.Error
	if !errors.As(ledger.Join(one, ledger.E(ledger.Invalid, "required", "")), &several) {
		t.Fatal("not an Error")
	}
	moved := several.At("entries[3]")
	if got := moved.Error(); got != "several_problems (entries[3]); closed_period (entries[3].day); required (entries[3])" {
		t.Error(got)
	}
	if several.Field != "" || several.Errors[0].Field != "day" || moved.Kind != ledger.Conflict || moved.Errors[0].Params["through"] != "2026-03-31" {
		t.Errorf("%+v %+v", several, moved)
	}
}

func TestTheCodeOfAnErrorIsFoundThroughWrapping(t *testing.T) {
	err := fmt.Errorf("posting: %w", ledger.E(ledger.Missing, "unknown_book", ""))
	if ledger.CodeOf(err) != "unknown_book" || ledger.KindOf(err) != ledger.Missing {
		t.Errorf("%s %s", ledger.CodeOf(err), ledger.KindOf(err))
	}
	if ledger.CodeOf(nil) != "" || ledger.CodeOf(errors.New("x")) != "internal" || ledger.KindOf(errors.New("x")) != "" {
		t.Error("errors that are not ours")
	}
}
