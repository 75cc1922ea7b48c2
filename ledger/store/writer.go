package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// The writer is the one goroutine that changes a database. Whoever has a command
// puts a job into its queue and waits; the writer takes all jobs that wait, works
// them off in order of arrival in one transaction, commits once, and hands each
// job its own verdict. So many commands share one disk sync, and a lone one waits
// for nobody: there is no timer, a batch is what came in while the one before was
// on its way to disk.
//
// There are two kinds of work. A post is entries that are known up front: they
// are decided in memory, against the locked ends of their books' chains, and
// what is good goes to the database together, table by table. An operation is a
// closure that may read and write as it likes: what was decided before it is
// written first, then it runs under a savepoint. Either way a command that is
// refused leaves no trace and no mark on its neighbours.
//
// The books of all jobs are locked up front in order of their ids, so that
// several servers on one PostgreSQL take turns and cannot deadlock. The ends of
// chains are read under that lock, never remembered.
//
// When the database refuses a whole batch, halves of it are tried, down to the
// one job that it cannot take. When the connection breaks in the middle of a
// commit nobody knows whether the batch is on disk: it is worked off again, and
// every command that is there already answers with its kept outcome.
type writer struct {
	s     *Store
	queue chan *job
	start sync.Once
	stop  sync.RWMutex // held for reading while a job is put into the queue
	ended bool
	done  chan struct{}
}

func newWriter(s *Store) *writer {
	return &writer{s: s, queue: make(chan *job, queueLength), done: make(chan struct{})}
}

const (
	queueLength = 4096 // jobs that may wait; more are told to come back
	batchJobs   = 512  // jobs in one transaction, at most
	batchLines  = 4000 // lines of posts in one transaction, about
)

// job is work for the writer: items of a post, or an operation's command.
type job struct {
	ctx   context.Context
	books []ledger.ID

	items  []*item
	atomic bool // all items or none

	cmd ledger.Command
	run func(ctx context.Context, s *Store) (string, error)

	res     Result // the verdict on an operation
	refusal error
	err     error // of the whole job
	panic   any
	done    chan struct{}
}

// item is one entry of a post, with its command.
type item struct {
	cmd   ledger.Command
	book  ledger.ID
	build func(b *chainEnd) (ledger.Entry, error)

	res    Result
	posted ledger.Posted
	err    error
}

func (j *job) lines() int { return 3 * len(j.items) }

// submit puts the jobs into the queue in order and waits until each is decided,
// or until the caller's time is up. A full queue is refused with busy and
// Retry-After, before anything happened.
func (w *writer) submit(jobs ...*job) error {
	w.start.Do(func() { go w.loop() })
	for i, j := range jobs {
		j.done = make(chan struct{})
		if !w.enqueue(j) {
			for _, left := range jobs[i:] {
				left.fail(ledger.E(ledger.Busy, "busy", ""))
			}
			break
		}
	}
	for _, j := range jobs {
		select {
		case <-j.done:
		case <-j.ctx.Done():
			// It may happen yet, or have happened: sending it again will tell.
			return errors.Join(ledger.E(ledger.Busy, "busy", ""), j.ctx.Err())
		}
		if j.panic != nil {
			panic(j.panic)
		}
	}
	if len(jobs) == 1 {
		return jobs[0].err
	}
	return nil
}

func (w *writer) enqueue(j *job) bool {
	w.stop.RLock()
	defer w.stop.RUnlock()
	if w.ended {
		return false
	}
	select {
	case w.queue <- j:
		return true
	default:
		return false
	}
}

// close lets the writer finish what is in its queue and ends it.
func (w *writer) close() {
	w.start.Do(func() { close(w.done) })
	w.stop.Lock()
	if !w.ended {
		w.ended = true
		close(w.queue)
	}
	w.stop.Unlock()
	<-w.done
}

func (w *writer) loop() {
	defer close(w.done)
	for first := range w.queue {
		w.write(w.gather(first))
	}
}

// gather takes everything that waits. It first lets others run that are about to
// put their jobs into the queue: that costs a lone request nothing.
func (w *writer) gather(first *job) []*job {
	runtime.Gosched()
	jobs, lines := []*job{first}, first.lines()
	for len(jobs) < batchJobs && lines < batchLines {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return jobs
			}
			jobs = append(jobs, j)
			lines += j.lines()
		default:
			return jobs
		}
	}
	return jobs
}

// write works the jobs off until each has its verdict.
func (w *writer) write(jobs []*job) {
	for attempt := 1; len(jobs) > 0; attempt++ {
		jobs = slices.DeleteFunc(jobs, func(j *job) bool {
			if j.ctx.Err() == nil {
				return false
			}
			j.fail(j.ctx.Err())
			return true
		})
		err := w.batch(jobs)
		switch {
		case err == nil:
			for _, j := range jobs {
				close(j.done)
			}
			return
		case attempt < maxAttempts && (retryable(err) || lost(err) || duplicate(err) && attempt < 3):
			w.s.retries.Add(1)
			_ = pause(context.Background(), attempt)
		case lost(err), len(jobs) == 1:
			for _, j := range jobs {
				j.fail(err)
			}
			return
		default:
			half := len(jobs) / 2
			w.write(jobs[:half])
			w.write(jobs[half:])
			return
		}
	}
}

// fail is the verdict on a job whose transaction did not happen.
func (j *job) fail(err error) {
	j.err = translate(err)
	for _, i := range j.items {
		i.err = j.err
	}
	close(j.done)
}

// batch runs one transaction for all jobs. An error means that none of them
// happened, or that nobody knows.
func (w *writer) batch(jobs []*job) (err error) {
	if len(jobs) == 0 {
		return nil
	}
	defer func() {
		// A fault of our own costs the one command that brings it out.
		if fault := recover(); fault != nil {
			w.s.log.Error("the writer panicked", "panic", fmt.Sprint(fault), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	books, commands := declared(jobs)
	return w.s.attempt(ctx, books, commands, func(ctx context.Context, s *Store) (err error) {
		b := &batch{s: s}
		for _, j := range jobs {
			if j.run == nil {
				err = b.decide(ctx, j)
			} else {
				err = b.operate(ctx, j)
			}
			if err != nil {
				return err
			}
		}
		s.tx.last = b.gathered()
		return nil
	})
}

// declared is the books and the commands of all jobs.
func declared(jobs []*job) (books []ledger.ID, commands []commandKey) {
	for _, j := range jobs {
		books = append(books, j.books...)
		if j.run != nil {
			commands = append(commands, commandKey{j.cmd.Home, j.cmd.ID})
		}
		for _, i := range j.items {
			commands = append(commands, commandKey{i.cmd.Home, i.cmd.ID})
		}
	}
	return books, commands
}

// operate runs an operation under a savepoint. It gets its own caller's context,
// but not its end: that would tear the connection down under all the others.
func (b *batch) operate(ctx context.Context, j *job) error {
	if old, ok := b.s.tx.known[commandKey{j.cmd.Home, j.cmd.ID}]; ok {
		j.res, j.refusal = b.s.replay(old, j.cmd)
		return nil
	}
	if err := b.flush(ctx); err != nil {
		return err
	}
	j.res, j.refusal, j.panic = Result{Outcome: ledger.OutcomePosted}, nil, nil
	b.s.tx.command = j.cmd
	before, _ := b.s.tx.end(j.cmd.Home)
	inner := context.WithoutCancel(j.ctx)
	err := b.s.savepoint(inner, func(_ context.Context, s *Store) (err error) {
		defer func() {
			if j.panic = recover(); j.panic != nil {
				err = fmt.Errorf("panic: %v", j.panic)
			}
		}()
		if j.res.Resource, err = j.run(inner, s); err == nil {
			err = j.ctx.Err()
		}
		return err
	})
	switch {
	case err == nil:
	case ledger.KindOf(err) == ledger.Refused:
		j.res, j.refusal = Result{Outcome: ledger.OutcomeRefused, Code: ledger.CodeOf(err)}, err
	case errorCode(err) != "" && !isOwn(err):
		return err // the database refused or broke: the batch is tried again or halved
	default:
		j.res, j.refusal = Result{}, err
		return nil
	}
	b.keep(j.cmd, j.res)
	return b.witness(ctx, before, j)
}

// witness sees to it that the chains of its home prove every command, so that
// none can be taken away unnoticed: one that left nothing in them leaves a record
// of itself.
func (b *batch) witness(ctx context.Context, before chainEnd, j *job) error {
	after, there := b.s.tx.end(j.cmd.Home)
	if !there || after.Sequence != before.Sequence || after.auditSeq != before.auditSeq {
		return nil
	}
	decision := struct {
		Code string `json:"code"`
	}{j.res.Code}
	return b.s.record(ctx, b.s.tx.books[j.cmd.Home], change{"command." + string(j.res.Outcome), j.cmd.ID, decision})
}

// isOwn reports whether an error of the database is one that the caller will be
// told about and that leaves the transaction usable after the savepoint.
func isOwn(err error) bool {
	return !retryable(err) && !lost(err)
}
