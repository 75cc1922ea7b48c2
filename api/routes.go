package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Route is one line of the route table. Every route is either an action
// somebody must be allowed ("entries.post") or public.
type Route struct {
	Method      string
	Path        string // "/v1/books/{book}/entries"
	Action      string
	Public      bool
	Summary     string
	Description string
	Tag         string
	Status      int    // of the good answer; huma's choice when 0: 200, or 204 without a body
	Produces    string // media type of a good answer that is not JSON
	MaxBody     int    // bytes of the body, where that is less than the server takes
	Hidden      bool   // not in the contract: pages, styles, second names
	Pure        bool   // public, and computed from the request alone: how often is limited by address
}

// routeMeta is where an operation carries its route.
const routeMeta = "route"

func routeOf(ctx huma.Context) Route {
	r, _ := ctx.Operation().Metadata[routeMeta].(Route)
	return r
}

// Routes is the route table.
func (s *Server) Routes() []Route { return slices.Clone(s.routes) }

// add is the only way to make a route. The handler returns *ledger.Error for
// whatever the caller should know; any other error is our own fault.
func add[I, O any](s *Server, r Route, handle func(context.Context, *I) (*O, error)) {
	name := r.Method + " " + r.Path
	if r.Action == "" && !r.Public {
		panic("api: " + name + " has neither an action nor is it public")
	}
	if _, judged := policy[r.Action]; !judged && !r.Public {
		panic("api: " + name + " does what the policy says nothing of: " + r.Action)
	}
	if r.Pure && !r.Public {
		panic("api: " + name + " is pure and not public")
	}
	if slices.ContainsFunc(s.routes, func(o Route) bool { return o.Method == r.Method && o.Path == r.Path }) {
		panic("api: " + name + " is registered twice")
	}
	checkFields(name, reflect.TypeFor[I](), nil)
	checkFields(name, reflect.TypeFor[O](), nil)
	s.routes = append(s.routes, r)
	huma.Register(s.huma, operation(r), handle)
}

// operation is the route as huma wants it.
func operation(r Route) huma.Operation {
	op := huma.Operation{
		OperationID:   operationID(r),
		Method:        r.Method,
		Path:          r.Path,
		Summary:       r.Summary,
		Description:   r.Description,
		DefaultStatus: r.Status,
		Hidden:        r.Hidden,
		Metadata:      map[string]any{routeMeta: r},
		MaxBodyBytes:  -1, // fiber's body limit is the limit
	}
	if r.Tag != "" {
		op.Tags = []string{r.Tag}
	}
	if r.Action != "" {
		op.Extensions = map[string]any{"x-action": r.Action}
	}
	if !r.Public {
		op.Security = []map[string][]string{{securityScheme: {}}}
	}
	if r.Produces != "" {
		op.Responses = map[string]*huma.Response{"200": {
			Description: http.StatusText(http.StatusOK),
			Content:     map[string]*huma.MediaType{r.Produces: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}}
	}
	return op
}

// operationID names the operation for generated clients: get-v1-books-book.
func operationID(r Route) string {
	id := strings.NewReplacer("/", "-", "{", "", "}", "", ".", "-", ":", "-").Replace(r.Path)
	return strings.ToLower(r.Method) + id
}
