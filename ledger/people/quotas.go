package people

import (
	"context"
	"strconv"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// quota is how often one of a kind may do something in a while that begins with the
// first time. What is counted survives a restart, and other servers see it.
type quota struct {
	what  string
	most  int64
	while time.Duration // at most attemptsForgotten, after which what is counted is dropped
	code  string
}

var (
	// requests of one device at [SyncPath]; what it could not send stays on it
	devicePushes = quota{"pushes of a device", 30, time.Minute, "too_many_pushes"}
	// enrolments that one officer makes
	officerEnrolments = quota{"enrolments by an officer", 10, 24 * time.Hour, "too_many_enrolments"}
	// times that one person is told that somebody is registered elsewhere
	probesElsewhere = quota{"doubles elsewhere asked for", 50, 24 * time.Hour, "limited"}
)

// within counts one more in the transaction of s, so that what fails or is repeated is
// not counted. One too many is refused with the code of the quota and the seconds to
// wait (limited).
func (p *People) within(ctx context.Context, s *store.Store, q quota, who ledger.ID) error {
	row, err := lockAttempts(ctx, s, p.v.Index(q.what, who.String()))
	if err != nil {
		return err
	}
	now, while := ledger.Micros(s.At()), q.while.Microseconds()
	if now < row.Since || now >= row.Since+while { // also when a wrong clock was put right
		row.Failures, row.Since = 0, now
	}
	if row.Failures >= q.most {
		return tooSoon(q.code, row.Since+while-now)
	}
	row.Failures++
	return row.keep(ctx, s)
}

// tooSoon refuses for a while, told in microseconds, with the whole seconds to wait.
func tooSoon(code string, wait int64) error {
	const second = int64(time.Second / time.Microsecond)
	return ledger.E(ledger.Limited, code, "", "retry_after", strconv.FormatInt((wait+second-1)/second, 10))
}
