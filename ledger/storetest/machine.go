package storetest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// findBin finds the folder with the server's binaries.
func findBin(wanted string) (string, error) {
	complete := func(folder string) bool {
		for _, name := range []string{"initdb", "postgres"} {
			if _, err := exec.LookPath(filepath.Join(folder, name)); err != nil {
				return false
			}
		}
		return true
	}
	for _, folder := range []string{wanted, os.Getenv("LUMBUNG_PG_BIN")} {
		if folder == "" {
			continue
		}
		if !filepath.IsAbs(folder) || !complete(folder) {
			return "", fmt.Errorf("%q is not the (absolute) folder of PostgreSQL's initdb and postgres", folder)
		}
		return folder, nil
	}

	folders := filepath.SplitList(os.Getenv("PATH"))
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(debian, func(a, b string) int { return version(b) - version(a) })
	folders = append(folders, debian...)
	if here, err := os.Getwd(); err == nil {
		for ; here != filepath.Dir(here); here = filepath.Dir(here) {
			folders = append(folders, filepath.Join(here, ".cache/debian/bin"))
		}
	}
	for _, folder := range folders {
		if filepath.IsAbs(folder) && complete(folder) {
			return folder, nil
		}
	}
	return "", errors.New("no PostgreSQL server found: type ./.ci/need postgres in the checkout's first folder, " +
		"or name the folder of initdb and postgres in LUMBUNG_PG_BIN")
}

// version is the 15 of /usr/lib/postgresql/15/bin.
func version(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

func nobody() (*syscall.Credential, error) {
	account, err := user.Lookup("nobody")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL cannot run as root, nor as nobody: %w", err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// roomy reports whether a folder's file system has a few gigabytes to spare.
func roomy(folder string) bool {
	var room syscall.Statfs_t
	return syscall.Statfs(folder, &room) == nil && uint64(room.Bavail)*uint64(room.Bsize) > 3<<30
}

// openToAll reports whether everyone can pass through a folder and the folders above it.
func openToAll(folder string) bool {
	for {
		info, err := os.Stat(folder)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if folder == filepath.Dir(folder) {
			return true
		}
		folder = filepath.Dir(folder)
	}
}

// sweep removes the folders that dead processes left behind (their keeper was killed with them): those whose lock is
// free. A server that still runs in one stops by itself when it misses its files.
func sweep(base string) {
	folders, _ := filepath.Glob(filepath.Join(base, prefix+"*"))
	for _, folder := range folders {
		info, err := os.Lstat(folder)
		if err != nil || !info.IsDir() {
			continue
		}
		lock, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
		switch {
		case err == nil:
			if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
				_ = os.RemoveAll(folder) // another process may be at it too
			}
			_ = lock.Close()
		case errors.Is(err, fs.ErrNotExist) && time.Since(info.ModTime()) > time.Hour: // died before it had a lock
			_ = os.RemoveAll(folder)
		}
	}
}
