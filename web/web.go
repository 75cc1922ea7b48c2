// Package web is the web app as it was built, pressed and ready to be served. It
// imports nothing of ours.
package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// doors are the front doors: the page of each stands for every address below it.
var doors = []string{"group", "programme", "workshop"}

// File is one file of the app, in the forms in which it can be sent.
type File struct {
	Path      string // "/assets/group-1a2b3c.js"; pages have no ending, the first page is "/"
	Type      string // media type
	ETag      string // strong, of the bytes before pressing
	Immutable bool   // its name changes with its bytes, so it may be kept for ever
	Plain     []byte
	Gzip      []byte // nil when pressing gains nothing
	Brotli    []byte // nil likewise
}

// Door reports whether the page stands for the addresses below it too.
func (f File) Door() bool {
	return slices.Contains(doors, strings.TrimPrefix(f.Path, "/"))
}

// Body is the file as it is best sent to a client that accepts the encodings of
// the Accept-Encoding header, and the name of the encoding, "" for none.
func (f File) Body(accept string) (body []byte, encoding string) {
	switch {
	case f.Brotli != nil && Accepts(accept, "br"):
		return f.Brotli, "br"
	case f.Gzip != nil && Accepts(accept, "gzip"):
		return f.Gzip, "gzip"
	}
	return f.Plain, ""
}

// Accepts reports whether an Accept-Encoding header names the encoding and does not refuse it.
func Accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, given := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		return !given || strings.Trim(q, "0.") != ""
	}
	return false
}

// Files are all files of the app. There are none when it was not built: the
// program works without it, as an API.
func Files() ([]File, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	return read(built)
}

func read(built fs.FS) ([]File, error) {
	var files []File
	err := fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == ".keep" {
			return err
		}
		if ext := path.Ext(name); ext == ".br" || ext == ".gz" {
			return nil
		}
		f := File{Path: address(name), Type: mediaType(name), Immutable: strings.HasPrefix(name, "assets/")}
		if f.Plain, err = fs.ReadFile(built, name); err != nil {
			return err
		}
		f.Gzip, f.Brotli = pressed(built, name+".gz"), pressed(built, name+".br")
		sum := sha256.Sum256(f.Plain)
		f.ETag = `"` + hex.EncodeToString(sum[:12]) + `"`
		files = append(files, f)
		return nil
	})
	return files, err
}

func pressed(built fs.FS, name string) []byte {
	b, err := fs.ReadFile(built, name)
	if err != nil {
		return nil // pressing gained nothing
	}
	return b
}

func address(name string) string {
	if name == "index.html" {
		return "/"
	}
	return "/" + strings.TrimSuffix(name, ".html")
}

// mediaType does not ask the machine's own table, which differs from one to the next.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".opus":
		return "audio/ogg"
	}
	return "application/octet-stream"
}
