package api

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// sessionOut is a session as the API shows it.
type sessionOut struct {
	ID        ledger.ID  `json:"id"`
	How       string     `json:"how" enum:"pin,password,card,passkey" doc:"How it began"`
	Agent     string     `json:"agent" doc:"What the browser or program calls itself"`
	Device    *ledger.ID `json:"device,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	SeenAt    time.Time  `json:"seen_at" doc:"When it was last used, to the minute"`
	ExpiresAt time.Time  `json:"expires_at"`
	Current   bool       `json:"current" doc:"It is the one this request came with"`
}

func showSession(x people.Session, current ledger.ID) sessionOut {
	return sessionOut{ID: x.ID, How: x.How, Agent: x.Agent, Device: idOrNone(x.Device), CreatedAt: x.CreatedAt, SeenAt: x.SeenAt, ExpiresAt: x.ExpiresAt, Current: x.ID == current}
}

// signedInOut is the answer to whoever has just signed in.
type signedInOut struct {
	SetCookie string `header:"Set-Cookie"`
	Body      signedInBody
}

type signedInBody struct {
	Token   string     `json:"token,omitempty" doc:"For the Authorization header, shown this once; absent when it went into a cookie"`
	Person  ledger.ID  `json:"person"`
	Session sessionOut `json:"session"`
}

// Calling is what a request tells of who sends it.
type Calling struct {
	Agent string `header:"User-Agent" hidden:"true"`
}

func addSessions(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/sessions", Public: true, Status: http.StatusCreated, Tag: "sessions",
		Summary: "Sign in",
		Description: "With a phone number or an e-mail address and a PIN or a password, or with the text of a key card alone. " +
			"Whatever is wrong, the answer is the same; after some vain attempts one has to wait, which does not hold up the card, nor anybody else. " +
			"With `cookie` the token goes into a cookie that no script can read. At an enrolled device, which signs the request as it does at `/v1/sync`, the session lasts thirty days."}, s.signIn)
	add(s, Route{Method: http.MethodGet, Path: "/v1/sessions", Action: "sessions.list", Tag: "sessions",
		Summary: "List one's own sessions", Description: "Where one is signed in, newest first."}, s.listSessions)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/sessions/current", Action: "sessions.end", Tag: "sessions",
		Summary: "Sign out"}, s.signOut)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/sessions/{session}", Action: "sessions.end", Tag: "sessions",
		Summary:     "End a session",
		Description: "One of one's own; an administrator also ends those of the people whom her organisation or its groups registered."}, s.endSession)
}

// signedIn is the answer for a session that has begun.
func (s *Server) signedIn(ctx context.Context, x people.SignedIn, cookie bool) *signedInOut {
	out := &signedInOut{Body: signedInBody{Token: x.Token, Person: x.Session.Person, Session: showSession(x.Session, x.Session.ID)}}
	if cookie {
		out.Body.Token, out.SetCookie = "", s.cookie(ctx, x.Token, x.Session.ExpiresAt)
	}
	return out
}

// cookie is the header that gives a browser its token, or takes it away when the
// token is empty.
func (s *Server) cookie(ctx context.Context, token string, expires time.Time) string {
	c := http.Cookie{Name: plainCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Expires: expires}
	if secureFrom(ctx) {
		c.Name, c.Secure = secureCookie, true
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c.String()
}

// AtDevice is embedded into the input of routes at which a device of ours may show that
// the request comes from it.
type AtDevice struct {
	Device    ledger.ID `header:"Lumbung-Device" doc:"The id of the device at which she signs in, if it is an enrolled one"`
	Request   int64     `header:"Lumbung-Request" doc:"Higher than in every request of the device before"`
	Clock     string    `header:"Lumbung-Time" maxLength:"40" doc:"What the device's clock says, RFC 3339"`
	Signature string    `header:"Lumbung-Signature" maxLength:"200" doc:"ECDSA P-256 with SHA-256, r and s of 32 bytes each, base64url"`

	raw []byte
}

// Resolve keeps the bytes of the body, which are signed.
func (in *AtDevice) Resolve(ctx huma.Context) []error {
	if !in.Device.IsZero() {
		in.raw = bytes.Clone(unwrap(ctx).fiber.BodyRaw())
	}
	return nil
}

func (in *AtDevice) request() people.DeviceRequest {
	if in.Device.IsZero() {
		return people.DeviceRequest{}
	}
	var signature Bytes
	_ = signature.UnmarshalText([]byte(in.Signature)) // what is no signature is a wrong one
	return people.DeviceRequest{Device: in.Device, Request: in.Request, Clock: in.Clock, Body: in.raw, Signature: signature}
}

type signInIn struct {
	Calling
	AtDevice
	Body struct {
		Login  string `json:"login,omitempty" maxLength:"254" doc:"A phone number or an e-mail address" example:"0812 3456 7890"`
		Secret string `json:"secret,omitempty" maxLength:"200" doc:"The PIN or the password"`
		Card   string `json:"card,omitempty" maxLength:"200" doc:"The text of a key card, instead of both"`
		Cookie bool   `json:"cookie,omitempty" doc:"For a browser: the token goes into a cookie"`
	}
}

func (s *Server) signIn(ctx context.Context, in *signInIn) (*signedInOut, error) {
	if s.config.People == nil {
		return nil, ledger.E(ledger.Unauthenticated, "sign_in_failed", "")
	}
	if in.Body.Card == "" && (in.Body.Login == "" || in.Body.Secret == "") {
		field := "login"
		if in.Body.Login != "" {
			field = "secret"
		}
		return nil, ledger.E(ledger.Invalid, "required", field)
	}
	x, err := s.config.People.SignIn(ctx, people.SignIn{Login: in.Body.Login, Secret: in.Body.Secret, Card: in.Body.Card, Agent: in.Agent, Address: AddressFrom(ctx), Device: in.request()})
	if err != nil {
		return nil, err
	}
	return s.signedIn(ctx, x, in.Body.Cookie), nil
}

func (s *Server) listSessions(ctx context.Context, in *struct{ Paging }) (*reply[page[sessionOut]], error) {
	by := CallerFrom(ctx)
	all, err := s.config.People.Sessions(ctx, by)
	if err != nil {
		return nil, err
	}
	all, err = behind("sessions", in.Paging, all, func(x people.Session) ledger.ID { return x.ID })
	if err != nil {
		return nil, err
	}
	out := make([]sessionOut, len(all))
	for i, x := range all {
		out[i] = showSession(x, by.Session)
	}
	return &reply[page[sessionOut]]{pageOf("sessions", out, in.Limit, func(x sessionOut) []string { return []string{x.ID.String()} })}, nil
}

// endedOut tells a browser to forget its cookie, when the session was its own.
type endedOut struct {
	SetCookie string `header:"Set-Cookie"`
	Body      doneOut
}

func (s *Server) signOut(ctx context.Context, in *struct{ Idempotent }) (*endedOut, error) {
	return s.end(ctx, CallerFrom(ctx).Session, in.Key)
}

func (s *Server) endSession(ctx context.Context, in *struct {
	Session ledger.ID `path:"session" doc:"The session's id"`
	Idempotent
}) (*endedOut, error) {
	return s.end(ctx, in.Session, in.Key)
}

func (s *Server) end(ctx context.Context, session ledger.ID, key string) (*endedOut, error) {
	by := CallerFrom(ctx)
	id, err := commandID(ledger.ID{}, key, by.Home)
	if err != nil {
		return nil, err
	}
	if err := s.config.People.EndSession(ctx, by, id, session); err != nil {
		return nil, err
	}
	out := &endedOut{Body: doneOut{true}}
	if session == by.Session {
		out.SetCookie = s.cookie(ctx, "", time.Time{})
	}
	return out, nil
}
