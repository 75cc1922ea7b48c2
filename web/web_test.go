package web

import (
	"testing"
	"testing/fstest"
)

func TestFilesAreFoundInTheFormsInWhichTheyWereBuilt(t *testing.T) {
	files, err := read(fstest.MapFS{
		".keep":                {},
		"index.html":           {Data: []byte("<!doctype html>")},
		"group.html":           {Data: []byte("<!doctype html>group")},
		"group.html.br":        {Data: []byte("br")},
		"group.html.gz":        {Data: []byte("gz")},
		"assets/group-1a2b.js": {Data: []byte("script")},
		"group.webmanifest":    {Data: []byte("{}")},
	})
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]File{}
	for _, f := range files {
		at[f.Path] = f
	}
	if len(files) != 4 {
		t.Fatalf("%d files, want 4: %v", len(files), at)
	}
	group := at["/group"]
	if !group.Door() || group.Immutable || group.Type != "text/html; charset=utf-8" {
		t.Errorf("the group's door is %+v", group)
	}
	if at["/"].Door() {
		t.Error("the page with the doors is no door")
	}
	if script := at["/assets/group-1a2b.js"]; !script.Immutable || script.Type != "text/javascript; charset=utf-8" {
		t.Errorf("the script is %+v", script)
	}
	for _, c := range []struct{ accept, body, encoding string }{
		{"gzip, deflate, br", "br", "br"},
		{"gzip", "gz", "gzip"},
		{"br;q=0, gzip;q=0.5", "gz", "gzip"},
		{"BR ; q=1", "br", "br"},
		{"", "<!doctype html>group", ""},
		{"identity", "<!doctype html>group", ""},
	} {
		body, encoding := group.Body(c.accept)
		if string(body) != c.body || encoding != c.encoding {
			t.Errorf("who accepts %q gets %q as %q, want %q as %q", c.accept, body, encoding, c.body, c.encoding)
		}
	}
	if at["/"].ETag == group.ETag || at["/"].ETag == "" {
		t.Error("files with other bytes have other tags")
	}
}
