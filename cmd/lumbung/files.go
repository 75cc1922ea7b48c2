package main

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// output writes a file that is there wholly or not at all: it is written beside
// its place, forced to disk and then renamed, and the new name is forced to disk too. "-" is standard output; a name
// ending in .gz is compressed.
func output(path string, write func(io.Writer) error) (err error) {
	if path == "-" {
		return write(os.Stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".lumbung-*")
	if err != nil {
		return err
	}
	placed := false
	defer func() {
		if err != nil && !placed {
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}()
	if strings.HasSuffix(path, ".gz") {
		z := gzip.NewWriter(f)
		if err := write(z); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
	} else if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	placed = true
	return errors.Join(f.Close(), syncFolder(filepath.Dir(path)))
}

// syncFolder forces the names in a folder to disk. Windows cannot, and does so
// by itself.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// input is a file that can be read twice; one ending in .gz is unpacked into a
// nameless file first.
func input(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	plain, err := unpack(f)
	return plain, errors.Join(err, f.Close())
}

func unpack(f *os.File) (*os.File, error) {
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	plain, err := os.CreateTemp("", "lumbung-restore-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(plain.Name()); err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	if _, err := io.Copy(plain, z); err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	_, err = plain.Seek(0, io.SeekStart)
	return plain, err
}
