// Package api speaks HTTP for the house: the route table, who is calling, what a
// request may look like, and how a problem is told. It knows no rule of any
// book; a handler binds, calls the feature, and returns what it got.
package api

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/web"
)

// Config is what a server must be told. The zero value of everything but
// OperatorToken is a sensible choice.
type Config struct {
	Version string       // of the program, for the reference
	Log     *slog.Logger // default: slog.Default()
	Store   *store.Store // the books
	// People is who may do what. Without it only the operator is let in.
	People *people.People

	// Site is the web app. Without it the first page says that it was not built.
	Site []web.File

	// OperatorToken reports whether token is the operator's; it compares in
	// constant time. Nobody is let in when it is nil.
	OperatorToken func(token string) bool
	// Ready reports whether the store can serve. Nil means it always can.
	Ready func(ctx context.Context) error
	// Metrics is where other rooms may register theirs. New makes one if nil.
	Metrics *prometheus.Registry

	// Secure says that browsers come over TLS, so that cookies are for TLS alone.
	Secure bool
	// Origin is where browsers find the pages, as they write it: scheme, host, and a
	// port that is not the usual one. Pages of other origins change nothing. Empty: of
	// whatever host the request names.
	Origin string
	// TrustedProxies are believed what X-Forwarded-For and X-Forwarded-Proto say.
	TrustedProxies []netip.Prefix

	// PureRate is how often a minute one address may use what is computed from the
	// request alone; default 6000. A classroom behind one router is one address.
	PureRate int

	BodyLimit    int           // bytes of a request's body; default 1 MiB
	Deadline     time.Duration // for a handler; default 30 s
	ReadTimeout  time.Duration // for a whole request to arrive over a slow line; default 60 s
	WriteTimeout time.Duration // for the answer to leave; default 60 s
	IdleTimeout  time.Duration // for the next request on a connection; default 75 s
	RetryAfter   time.Duration // what a caller is told who finds us busy; default 2 s
	// DrainDelay is how long Shutdown goes on accepting while /readyz already
	// says no, so that a load balancer notices first; default none.
	DrainDelay time.Duration
}

func (c *Config) setDefaults() {
	c.Version = cmp.Or(c.Version, "dev")
	c.Log = cmp.Or(c.Log, slog.Default())
	c.PureRate = cmp.Or(c.PureRate, 6000)
	c.BodyLimit = cmp.Or(c.BodyLimit, 1<<20)
	c.Deadline = cmp.Or(c.Deadline, 30*time.Second)
	c.ReadTimeout = cmp.Or(c.ReadTimeout, 60*time.Second)
	c.WriteTimeout = cmp.Or(c.WriteTimeout, 60*time.Second)
	c.IdleTimeout = cmp.Or(c.IdleTimeout, 75*time.Second)
	c.RetryAfter = cmp.Or(c.RetryAfter, 2*time.Second)
	if c.OperatorToken == nil {
		c.OperatorToken = func(string) bool { return false }
	}
	if c.Ready == nil {
		c.Ready = func(context.Context) error { return nil }
	}
	if c.Metrics == nil {
		c.Metrics = prometheus.NewRegistry()
	}
}

// headerLimit is how long the request line and the headers may be together.
const headerLimit = 16 << 10

// Server is the HTTP side of one running Lumbung.
type Server struct {
	config  Config
	store   *store.Store
	log     *slog.Logger
	app     *fiber.App
	huma    huma.API
	routes  []Route
	metrics *metrics
	rate    *rate // of pure routes

	// base is the parent of every request's context; it ends when a shutdown
	// has run out of patience.
	base     context.Context
	giveUp   context.CancelFunc
	draining atomic.Bool

	documentOnce  sync.Once
	documentJSON  []byte
	referenceOnce sync.Once
	referenceHTML []byte
}

// New builds the server with all its routes. It does not listen yet.
func New(cfg Config) *Server {
	cfg.setDefaults()
	s := &Server{config: cfg, store: cfg.Store, log: cfg.Log, metrics: newMetrics(cfg.Metrics), rate: newRate(cfg.PureRate, time.Now)}
	s.base, s.giveUp = context.WithCancel(context.Background())
	s.app = fiber.New(fiber.Config{
		Immutable:                    true,
		CaseSensitive:                true,
		StrictRouting:                true,
		BodyLimit:                    cfg.BodyLimit,
		ReadBufferSize:               headerLimit,
		ReadTimeout:                  cfg.ReadTimeout,
		WriteTimeout:                 cfg.WriteTimeout,
		IdleTimeout:                  cfg.IdleTimeout,
		DisablePreParseMultipartForm: true,
		DisableStartupMessage:        true,
		EnableTrustedProxyCheck:      true, // fiber itself believes no header; see origin
		// Only requests that fasthttp could not read come here.
		ErrorHandler: func(c *fiber.Ctx, err error) error {
			return s.frame(c, func() error { return err })
		},
	})
	s.app.Server().CloseOnShutdown = true
	s.app.Server().Handler = s.doorstep(s.app.Server().Handler)
	s.app.Use(func(c *fiber.Ctx) error { return s.frame(c, c.Next) })
	s.app.Use(s.compress)
	s.app.Use("/v1", refuseOld)
	s.huma = huma.NewAPI(contract(cfg.Version), adapter{s})
	s.huma.UseMiddleware(s.gate, s.border)
	addHealth(s)
	addReference(s)
	addSite(s)
	addBooks(s)
	addOwners(s)
	addOrganizations(s)
	addAreas(s)
	addProgrammes(s)
	addRoles(s)
	addSharing(s)
	addHandovers(s)
	addRecords(s)
	addAccounts(s)
	addFunds(s)
	addEntries(s)
	addBalances(s)
	addLimits(s)
	addPeriods(s)
	addVerification(s)
	addExports(s)
	addSessions(s)
	addMe(s)
	addLogins(s)
	addInvitations(s)
	addPeople(s)
	addHouseholds(s)
	addBusinesses(s)
	addConsents(s)
	addPayments(s)
	addApprovals(s)
	addMyData(s)
	addPasskeys(s)
	addDevices(s)
	addSync(s)
	addQuarantine(s)
	addCalculators(s)
	addForms(s)
	addAmounts(s)
	addLoanComparisons(s)
	addLessons(s)
	addExercises(s)
	addGrade(s)
	addSheets(s)
	return s
}

// App is the fiber application, for tests that look at its routes.
func (s *Server) App() *fiber.App { return s.app }

// Metrics is the registry behind /metrics.
func (s *Server) Metrics() *prometheus.Registry { return s.config.Metrics }

// Listen serves on a TCP address until Shutdown.
func (s *Server) Listen(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	return s.Serve(l)
}

// Serve serves on l until Shutdown, and returns nil then.
func (s *Server) Serve(l net.Listener) error {
	if s.draining.Load() {
		return l.Close()
	}
	return s.app.Listener(l)
}

// Shutdown stops accepting requests and waits until those which were accepted
// are answered. From its first moment /readyz says no. When ctx ends before the
// last answer, the handlers' contexts end too and ctx's error is returned.
func (s *Server) Shutdown(ctx context.Context) error {
	s.draining.Store(true)
	defer s.giveUp()
	select {
	case <-time.After(s.config.DrainDelay):
	case <-ctx.Done():
	}
	return s.app.ShutdownWithContext(ctx)
}
