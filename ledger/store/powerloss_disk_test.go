package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// disk keeps every write, sync and deletion that SQLite makes on it, in order,
// and in between the acknowledgements that the program gave. The files themselves
// lie in a folder; locks and shared memory are the system's.
type disk struct {
	vfs.VFS
	name string

	mu     sync.Mutex
	events []event
}

// event is one thing that happened on the disk.
type event struct {
	Op   diskOp
	File string
	Off  int64 // or the new size, or which command was acknowledged
	Data []byte
}

type diskOp byte

const (
	written diskOp = iota
	truncated
	synced
	deleted
	acknowledged
)

var disks atomic.Int64

func newDisk(t testing.TB) *disk {
	d := &disk{VFS: vfs.Find(""), name: fmt.Sprint("disk", disks.Add(1))}
	vfs.Register(d.name, d)
	t.Cleanup(func() { vfs.Unregister(d.name) })
	return d
}

// connect opens a pool on a database of the disk, with these settings after the
// store's own.
func (d *disk) connect(path string, settings ...string) (*sql.DB, error) {
	source := "file:" + (&url.URL{Path: path}).EscapedPath() + "?vfs=" + d.name + "&_txlock=immediate"
	for _, s := range append([]string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"recursive_triggers(1)", "cell_size_check(1)"}, settings...) {
		source += "&_pragma=" + s
	}
	return sql.Open("sqlite3", source)
}

func (d *disk) add(op diskOp, file string, off int64, data []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.events = append(d.events, event{op, filepath.Base(file), off, bytes.Clone(data)})
}

func (d *disk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	file, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil || flags&(vfs.OPEN_MAIN_DB|vfs.OPEN_WAL|vfs.OPEN_MAIN_JOURNAL) == 0 {
		return file, flags, err
	}
	return &diskFile{file, d, name.String()}, flags, nil
}

func (d *disk) Delete(name string, syncDir bool) error {
	err := d.VFS.Delete(name, syncDir)
	if err == nil {
		d.add(deleted, name, 0, nil)
	}
	return err
}

type diskFile struct {
	vfs.File
	disk *disk
	name string
}

func (f *diskFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }

func (f *diskFile) WriteAt(b []byte, off int64) (int, error) {
	f.disk.add(written, f.name, off, b)
	return f.File.WriteAt(b, off)
}

func (f *diskFile) Truncate(size int64) error {
	f.disk.add(truncated, f.name, size, nil)
	return f.File.Truncate(size)
}

// Sync is in the log when it has ended: before that nothing was promised.
func (f *diskFile) Sync(flags vfs.SyncFlag) error {
	err := f.File.Sync(flags)
	if err == nil {
		f.disk.add(synced, f.name, 0, nil)
	}
	return err
}

// platter is what the disk holds for certain at some moment, and what may or may
// not have reached it.
type platter map[string]*platterFile

type platterFile struct {
	safe    []byte
	exists  bool // for certain
	pending []event
	gone    *platterFile // what had this name before, and may turn up again
}

// happen moves the platter on by one event.
func (p platter) happen(e event, lying bool) {
	if e.Op == acknowledged {
		return
	}
	f := p[e.File]
	if f == nil {
		f = &platterFile{}
		p[e.File] = f
	}
	switch e.Op {
	case deleted:
		p[e.File] = &platterFile{gone: f}
	case synced:
		if lying {
			return
		}
		for _, e := range f.pending {
			f.safe = apply(f.safe, e)
		}
		f.exists, f.pending, f.gone = true, nil, nil
	default:
		f.pending = append(f.pending, e)
	}
}

func apply(data []byte, e event) []byte {
	if e.Op == truncated {
		if e.Off <= int64(len(data)) {
			return data[:e.Off]
		}
		return append(data, make([]byte, e.Off-int64(len(data)))...)
	}
	if end := e.Off + int64(len(e.Data)); end > int64(len(data)) {
		data = append(data, make([]byte, end-int64(len(data)))...)
	}
	copy(data[e.Off:], e.Data)
	return data
}

const sector = 512

// fate is what becomes of the writes that were not synced.
type fate string

const (
	dropped  fate = "nothing unsynced was kept"
	prefix   fate = "the first unsynced writes were kept"
	shuffled fate = "any unsynced sectors were kept, in any order"
	torn     fate = "the first unsynced writes were kept and the last of them was torn"
)

var fates = []fate{dropped, prefix, shuffled, torn}

// image writes what a real disk could hold after the power went into a folder.
func (p platter) image(folder string, what fate, chance *rand.Rand) error {
	for _, name := range []string{"lumbung.db", "lumbung.db-wal", "lumbung.db-journal"} {
		f := p[name]
		if f == nil {
			continue
		}
		if f.gone != nil && chance.IntN(2) == 0 {
			f = f.gone // the deletion has not reached the disk
		}
		if !f.exists && (len(f.pending) == 0 || what == dropped) {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, name), f.fall(what, chance), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (f *platterFile) fall(what fate, chance *rand.Rand) []byte {
	data := bytes.Clone(f.safe)
	if what == dropped || len(f.pending) == 0 {
		return data
	}
	if what == shuffled {
		for _, e := range f.pending {
			if e.Op == truncated {
				if chance.IntN(2) == 0 {
					data = apply(data, e)
				}
				continue
			}
			for off, rest := e.Off, e.Data; len(rest) > 0; {
				n := min(int64(len(rest)), sector-off%sector)
				if chance.IntN(2) == 0 {
					data = apply(data, event{Op: written, Off: off, Data: rest[:n]})
				}
				off, rest = off+n, rest[n:]
			}
		}
		return data
	}
	kept := f.pending[:chance.IntN(len(f.pending)+1)]
	for i, e := range kept {
		if what == torn && i == len(kept)-1 && e.Op == written {
			// Some of its bytes arrived; of the sector under the head, half the
			// time, only noise is left.
			whole := e.Data
			at := chance.IntN(len(whole) + 1)
			e.Data = bytes.Clone(whole[:at])
			if chance.IntN(2) == 0 {
				end := min(len(whole), at+sector-int(e.Off+int64(at))%sector)
				for range end - at {
					e.Data = append(e.Data, byte(chance.Uint32()))
				}
			}
		}
		data = apply(data, e)
	}
	return data
}

// closeAll closes what is open.
func closeAll(dbs ...*sql.DB) (err error) {
	for _, db := range dbs {
		err = errors.Join(err, db.Close())
	}
	return err
}
