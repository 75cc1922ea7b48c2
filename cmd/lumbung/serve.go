package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/lumbung-ledger/lumbung/api"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/web"
)

type serveCmd struct {
	database
	keyStore
	front
	OperatorToken     string `env:"LUMBUNG_OPERATOR_TOKEN" placeholder:"TOKEN" help:"The operator's token; better in a file."`
	OperatorTokenFile string `env:"LUMBUNG_OPERATOR_TOKEN_FILE" type:"existingfile" placeholder:"FILE" help:"A file with the operator's token."`
}

// Run serves until it is told to stop, and finishes what it has accepted.
func (c *serveCmd) Run(env *environment) error {
	if err := c.front.check(); err != nil {
		return err
	}
	if err := c.keyStore.check(c.Database); err != nil {
		return err
	}
	s, err := openStore(env, c.Database)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	f, err := c.keyStore.open(env, s, c.Database, c.origin(l))
	if err != nil {
		return errors.Join(err, l.Close(), s.Close())
	}
	if f.People == nil {
		env.log.Warn("no key store: nobody can be registered or sign in")
	}
	err = c.serve(env, s, f, l)
	return errors.Join(err, f.Close(), s.Close())
}

// openStore migrates and opens a database.
func openStore(env *environment, address string) (*store.Store, error) {
	if err := store.Migrate(env, address, store.WithLog(env.log)); err != nil {
		return nil, err
	}
	return store.Open(env, address, store.WithLog(env.log))
}

func (c *serveCmd) serve(env *environment, s *store.Store, f folk, l net.Listener) error {
	token, err := c.operatorToken(env, s)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	scheme := "http"
	if c.TLSCert != "" {
		cert, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
		if err != nil {
			return errors.Join(err, l.Close())
		}
		scheme = "https"
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS13})
	}
	config := api.Config{Store: s, People: f.People, Secure: c.secure()}
	if config.Origin, err = c.public(); err != nil {
		return errors.Join(err, l.Close())
	}
	if config.TrustedProxies, err = c.proxies(); err != nil {
		return errors.Join(err, l.Close())
	}
	fmt.Printf("Lumbung listens on %s://%s (reference: %[1]s://%[2]s/reference)\n", scheme, l.Addr())
	return serveOn(env, config, l, token, nil)
}

// serveOn serves on l until env ends. started is called once requests are
// answered; an error from it stops the server.
func serveOn(env *environment, config api.Config, l net.Listener, tokenHash []byte, started func() error) error {
	s := config.Store
	config.Version, config.Log, config.Ready = version, env.log, s.Ready
	config.BodyLimit = 4 << 20 // a batch of a thousand entries
	config.OperatorToken = func(token string) bool { return subtle.ConstantTimeCompare(store.HashToken(token), tokenHash) == 1 }
	var err error
	if config.Site, err = web.Files(); err != nil {
		return errors.Join(err, l.Close())
	}
	server := api.New(config)
	if config.People != nil {
		if err := config.People.Resume(env); err != nil && env.Err() == nil {
			return errors.Join(err, l.Close())
		}
	}
	server.Metrics().MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "lumbung_store_retries_total",
		Help: "Transactions that had to be run again."}, func() float64 { return float64(s.Retries()) }))
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	if started != nil {
		err = started()
	}
	if err == nil {
		select {
		case err = <-served:
			return err
		case <-env.Done():
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 25*time.Second)
	defer cancel()
	return errors.Join(err, server.Shutdown(ctx), <-served)
}

// operatorToken returns the hash of the token that was given, or of the one made
// at first start. A new one is shown once and kept as a hash.
func (c *serveCmd) operatorToken(env *environment, s *store.Store) ([]byte, error) {
	given := c.OperatorToken
	if c.OperatorTokenFile != "" {
		var err error
		if given, err = readPrivate("the operator token file", c.OperatorTokenFile); err != nil {
			return nil, err
		}
		if given == "" {
			return nil, errors.New("the operator token file is empty")
		}
	}
	if given != "" {
		if err := checkToken(given); err != nil {
			return nil, err
		}
		return store.HashToken(given), nil
	}
	kept, err := s.Setting(env, "operator_token")
	if err != nil || kept != nil {
		return kept, err
	}
	token := newToken()
	if err := s.SetSetting(env, "operator_token", store.HashToken(token)); err != nil {
		return nil, err
	}
	fmt.Printf("Operator token, shown this once: %s\n", token)
	return store.HashToken(token), nil
}

// newToken makes 256 random bits that can be typed.
func newToken() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails; it aborts the program instead
	return base64.RawURLEncoding.EncodeToString(raw)
}
