package store_test

import (
	"flag"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// checks runs a property n times: a database behind it makes each slow. More
// with LUMBUNG_SOAK=1, and as many as -rapid.checks or RAPID_CHECKS says.
func checks(t *testing.T, n int, property func(t *rapid.T)) {
	t.Helper()
	asked := os.Getenv("RAPID_CHECKS") != ""
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" && f.Value.String() != ours })
	if !asked {
		if os.Getenv("LUMBUNG_SOAK") != "" {
			n *= 100
		}
		ours = strconv.Itoa(n)
		if err := flag.Set("rapid.checks", ours); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, property)
}

// ours is the number of checks that we have set ourselves.
var ours string
