package ledger

import "strconv"

// Command is one change that somebody asked for. The client makes the id before
// it sends anything; the same id with the same body is the same change, however
// often it arrives.
type Command struct {
	ID      ID
	Home    ID     // the book or organisation whose data it changes
	Name    string // "entry.post"
	Version int
	Body    []byte // the canonical form of what was asked, for comparing repeats
	Actor   ID
	Device  ID // of ours, that it came from; zero for any other
}

// Operator is who works on the installation itself: the holder of the operator's
// token, and the commands on the machine.
var Operator = DeriveID(ID{}, "operator")

// Outcome is what became of a command, kept for ever.
type Outcome string

// The outcomes that are kept. A malformed, unauthenticated, limited or
// unavailable command leaves no trace.
const (
	OutcomePosted         Outcome = "posted"
	OutcomePostedWithTask Outcome = "posted_with_task"
	OutcomeRefused        Outcome = "refused"
)

func lineField(i int) string { return "lines[" + strconv.Itoa(i) + "]" }
