package ledger_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/lumbung-ledger/lumbung"

// mayImport are the arrows between rooms: what of ours each room may
// import. A room that is not here fails the test, so that it gets its arrows.
var mayImport = func() map[string][]string {
	core := []string{"ledger"}
	leaves := []string{"ledger", "ledger/words", "ledger/schedule"}
	features := []string{"ledger/savings", "ledger/loans", "ledger/grants", "ledger/business"}
	feature := append([]string{"ledger/people", "ledger/store"}, leaves...)
	composing := slices.Concat(features, feature, []string{"ledger/paper"})
	rooms := map[string][]string{
		"ledger": nil, "migrations": nil, "web": nil,
		"ledger/words": core, "ledger/paper": core, "ledger/schedule": core,
		"ledger/store":            {"ledger", "migrations"},
		"ledger/storetest":        {"ledger", "ledger/store", "migrations"},
		"ledger/people":           {"ledger", "ledger/store", "ledger/words"},
		"ledger/people/phonetest": {"ledger", "ledger/store", "ledger/people"}, // for tests only
		"ledger/report":           composing, "ledger/meeting": composing,
		"ledger/training/grade": {"ledger", "ledger/words"}, // for other programs too
		"ledger/training":       append([]string{"ledger/training/grade"}, composing...),
		"api":                   append([]string{"ledger/report", "ledger/meeting", "ledger/training", "ledger/training/grade", "web"}, composing...),
	}
	for _, f := range features {
		rooms[f] = feature
	}
	return rooms
}()

// onlyIn are the places of imports that must not spread. A trailing slash means
// everything below.
var onlyIn = map[string]func(room, file string) bool{
	"github.com/uptrace/bun/":            storeOrRows,
	"github.com/gofiber/fiber/":          inAPI,
	"github.com/danielgtaylor/huma/":     inAPI,
	"math/rand/":                         mayKnowTheTime,
	"crypto/rand/":                       mayKnowTheTime,
	"database/sql/":                      func(room, file string) bool { return storeOrRows(room, file) || room == "ledger" }, // driver.Value
	"modernc.org/sqlite/":                func(room, _ string) bool { return room == "ledger/store" },
	"github.com/jackc/pgx/":              func(room, _ string) bool { return room == "ledger/store" || room == "ledger/storetest" },
	"github.com/go-webauthn/":            func(room, file string) bool { return room == "ledger/people" && file == "webauthn.go" },
	"codeberg.org/go-pdf/fpdf/":          func(room, _ string) bool { return room == "ledger/paper" },
	"rsc.io/qr/":                         func(room, _ string) bool { return room == "ledger/paper" },
	"golang.org/x/crypto/":               func(room, file string) bool { return room == "ledger/people" && file == "secrets.go" },
	"pgregory.net/rapid/":                func(string, string) bool { return false },
	"testing/":                           func(room, _ string) bool { return room == "ledger/storetest" },
	module + "/ledger/storetest/":        func(string, string) bool { return false },
	module + "/ledger/people/phonetest/": func(string, string) bool { return false },
}

// A feature with several nouns has a file of rows for each: rows_persons.go.
func storeOrRows(room, file string) bool {
	return room == "ledger/store" || file == "rows.go" || strings.HasPrefix(file, "rows_")
}
func inAPI(room, _ string) bool { return room == "api" }
func mayKnowTheTime(room, _ string) bool {
	return room == "ledger/store" || room == "ledger/storetest" || room == "api" || strings.HasPrefix(room, "cmd/")
}

// impure are the names that read the clock or make randomness.
var impure = map[string][]string{
	"time":                   {"Now", "Since", "Until"},
	"github.com/google/uuid": {"New", "NewString", "NewRandom", "NewUUID", "NewV6", "NewV7"},
}

// goFiles calls fn with every Go file of the module and its room.
func goFiles(t *testing.T, fn func(room, name string, file *ast.File)) {
	t.Helper()
	root := ".."
	err := filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, other := os.Stat(filepath.Join(at, "go.mod"))
			name := d.Name()
			if at != root && (other == nil || strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "dist") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(at) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), at, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		room, err := filepath.Rel(root, filepath.Dir(at))
		fn(filepath.ToSlash(room), d.Name(), file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func importsOf(file *ast.File) map[string]string {
	paths := map[string]string{} // path to local name
	for _, i := range file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		name := path.Base(p)
		if i.Name != nil {
			name = i.Name.Name
		}
		paths[p] = name
	}
	return paths
}

func TestImportsFollowTheArrows(t *testing.T) {
	files := 0
	goFiles(t, func(room, name string, file *ast.File) {
		files++
		allowed, known := mayImport[room]
		anything := strings.HasPrefix(room, "cmd/")
		if !known && !anything {
			t.Errorf("%s: a room without arrows; give it some here and in CONTRIBUTING.md", room)
			return
		}
		for p := range importsOf(file) {
			ours, ok := strings.CutPrefix(p, module+"/")
			if !ok || anything || ours == room || slices.Contains(allowed, ours) {
				continue
			}
			if strings.HasSuffix(name, "_test.go") && (ours == "ledger/storetest" || ours == "ledger/people/phonetest") {
				continue
			}
			t.Errorf("%s/%s must not import %s", room, name, ours)
		}
	})
	if files < 50 {
		t.Errorf("only %d files were looked at", files)
	}
}

func TestBunFiberAndRandomnessStayInTheirRooms(t *testing.T) {
	goFiles(t, func(room, name string, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		for p := range importsOf(file) {
			for prefix, may := range onlyIn {
				if strings.HasPrefix(p+"/", prefix) && !may(room, name) {
					t.Errorf("%s/%s must not import %s", room, name, p)
				}
			}
		}
	})
}

func TestTheClockIsReadOnlyByStoreAPIAndCommands(t *testing.T) {
	goFiles(t, func(room, name string, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") || mayKnowTheTime(room, name) {
			return
		}
		names := importsOf(file)
		ast.Inspect(file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			for p, forbidden := range impure {
				if ok && names[p] == x.Name && slices.Contains(forbidden, sel.Sel.Name) {
					t.Errorf("%s/%s must not call %s.%s", room, name, x.Name, sel.Sel.Name)
				}
			}
			return true
		})
	})
}

func TestThePureCoreImportsNothingThatActs(t *testing.T) {
	goFiles(t, func(room, name string, file *ast.File) {
		if room != "ledger" || strings.HasSuffix(name, "_test.go") {
			return
		}
		for p := range importsOf(file) {
			for _, acts := range []string{"context", "os", "net", "net/http", "io/fs", "log", "log/slog", "database/sql", "sync"} {
				if p == acts {
					t.Errorf("ledger/%s must not import %s", name, p)
				}
			}
		}
	})
}

func TestAForbiddenImportWouldBeFound(t *testing.T) {
	for _, x := range []struct{ room, imports string }{
		{"ledger/savings", "ledger/loans"}, {"ledger/store", "ledger/people"}, {"ledger/people", "ledger/savings"}, {"ledger/words", "ledger/store"},
		{"ledger", "ledger/store"}, {"ledger/report", "api"}, {"ledger/schedule", "ledger/words"}, {"ledger/business", "ledger/paper"},
	} {
		if slices.Contains(mayImport[x.room], x.imports) {
			t.Errorf("%s may import %s", x.room, x.imports)
		}
	}
	for _, x := range []struct{ prefix, room, file string }{
		{"github.com/uptrace/bun/", "ledger/savings", "savings.go"}, {"github.com/uptrace/bun/", "api", "books.go"},
		{"github.com/gofiber/fiber/", "cmd/lumbung", "serve.go"}, {"math/rand/", "ledger/training", "generate.go"}, {"crypto/rand/", "ledger", "id.go"},
		{"github.com/go-webauthn/", "ledger/people", "passkeys.go"}, {"github.com/go-webauthn/", "api", "passkeys.go"},
	} {
		if onlyIn[x.prefix](x.room, x.file) {
			t.Errorf("%s/%s may import %s", x.room, x.file, x.prefix)
		}
	}
}
