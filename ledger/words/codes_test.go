package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// codesInTree finds every code that the Go sources of the module can answer with:
// what is handed to ledger.E, directly, through a variable, or through a function
// that hands its parameter on; and the Code of every literal that has one. What
// it cannot follow it reports.
type codesInTree struct {
	t     *testing.T
	files map[string]*ast.File
	codes map[string]string // and where the code was found
	// passing are the functions that take a code: by name, the place of the
	// parameter. A method and a function of one name are taken for the same.
	passing map[string]int
}

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func readTree(t *testing.T) *codesInTree {
	c := &codesInTree{t: t, files: map[string]*ast.File{}, codes: map[string]string{}, passing: map[string]int{"E": 1}}
	root := os.DirFS(filepath.Join("..", ".."))
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		c.files[path], err = parser.ParseFile(token.NewFileSet(), path, source, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for grown := true; grown; {
		before := len(c.passing)
		c.eachFunction(func(path string, f *ast.FuncDecl) { c.calls(path, f, false) })
		grown = len(c.passing) > before
	}
	c.eachFunction(func(path string, f *ast.FuncDecl) { c.calls(path, f, true) })
	for path, file := range c.files {
		ast.Inspect(file, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Code" && strings.HasPrefix(path, "api/") {
					c.literal(path, pair.Value)
				}
			}
			return true
		})
	}
	return c
}

func (c *codesInTree) eachFunction(fn func(path string, f *ast.FuncDecl)) {
	for path, file := range c.files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil && f.Name.Name != "E" {
				fn(path, f)
			}
		}
	}
}

// calls looks at the calls in f that take a code.
func (c *codesInTree) calls(path string, f *ast.FuncDecl, collect bool) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := ""
		switch callee := call.Fun.(type) {
		case *ast.Ident:
			name = callee.Name
		case *ast.SelectorExpr:
			name = callee.Sel.Name
		}
		at, takes := c.passing[name]
		if !takes || at >= len(call.Args) {
			return true
		}
		switch code := call.Args[at].(type) {
		case *ast.BasicLit:
			if collect {
				c.literal(path, code)
			}
		case *ast.Ident:
			c.variable(path, f, name, code.Name, collect)
		default:
			if collect && name == "E" && !c.known(code) {
				c.t.Errorf("%s, %s: the test cannot follow what code is handed to %s", path, f.Name.Name, name)
			}
		}
		return true
	})
}

// known reports whether the code is that of an error or a row we have already.
func (c *codesInTree) known(code ast.Expr) bool {
	s, ok := code.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Code"
}

// variable follows a code held by a variable of f: a parameter makes f a
// function that takes a code; otherwise what is assigned to it counts.
func (c *codesInTree) variable(path string, f *ast.FuncDecl, callee, name string, collect bool) {
	if at := parameter(f.Type, name); at >= 0 {
		if _, there := c.passing[f.Name.Name]; !there {
			c.passing[f.Name.Name] = at
		}
		return
	}
	if !collect {
		return
	}
	found := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for i, left := range assign.Lhs {
			if target, ok := left.(*ast.Ident); ok && target.Name == name && i < len(assign.Rhs) {
				if _, ok := assign.Rhs[i].(*ast.BasicLit); ok {
					c.literal(path, assign.Rhs[i])
					found = true
				}
			}
		}
		return true
	})
	if !found && callee == "E" && !slices.Contains(unreadable, path+" "+f.Name.Name) {
		c.t.Errorf("%s, %s: the test cannot follow the code in %s", path, f.Name.Name, name)
	}
}

// unreadable are the functions that read a code back from a text: from huma's,
// which api/validation.go has given codes of ours.
var unreadable = []string{"api/validation.go problemOf"}

func parameter(f *ast.FuncType, name string) int {
	at := 0
	for _, field := range f.Params.List {
		for _, n := range field.Names {
			if n.Name == name {
				return at
			}
			at++
		}
	}
	return -1
}

func (c *codesInTree) literal(path string, v ast.Expr) {
	lit, ok := v.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	text, err := strconv.Unquote(lit.Value)
	if err == nil && codeForm.MatchString(text) {
		c.codes[text] = path
	}
}

// Every code that the sources can answer with has a sentence in both languages.
func TestEveryCodeHasASentenceInBothLanguages(t *testing.T) {
	c := readTree(t)
	// huma's and fiber's refusals get their codes from tables.
	for path, table := range map[string]string{"api/validation.go": "", "api/problem.go": "protocolCodes"} {
		ast.Inspect(c.files[path], func(n ast.Node) bool {
			literal, ok := n.(*ast.CompositeLit)
			if _, isMap := literalType(literal, ok).(*ast.MapType); !isMap {
				return true
			}
			for _, e := range literal.Elts {
				if pair, ok := e.(*ast.KeyValueExpr); ok {
					if value, ok := pair.Value.(*ast.BasicLit); ok {
						text, _ := strconv.Unquote(value.Value)
						if code, _, _ := strings.Cut(text, "?"); codeForm.MatchString(code) {
							c.codes[code] = path + " " + table
						}
					}
				}
			}
			return true
		})
	}
	if len(c.codes) < 80 {
		t.Errorf("found only %d codes: has the way errors are made changed?", len(c.codes))
	}
	for code, path := range c.codes {
		for lang, catalogue := range map[string]catalogue{"Indonesian": indonesian, "English": english} {
			if catalogue.sentences[code] == "" {
				t.Errorf("%s answers with %q, which has no sentence in %s", path, code, lang)
			}
		}
	}
	for _, code := range Codes() {
		if c.codes[code] == "" {
			t.Logf("nothing in the sources answers with %q yet", code)
		}
	}
}

func literalType(l *ast.CompositeLit, ok bool) ast.Expr {
	if !ok {
		return nil
	}
	return l.Type
}
