package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// WebAuthnJSON is what a browser's authenticator answers, as it stands.
type WebAuthnJSON json.RawMessage

// UnmarshalJSON keeps the bytes.
func (o *WebAuthnJSON) UnmarshalJSON(raw []byte) error {
	*o = bytes.Clone(raw)
	return nil
}

// Schema leaves it to the browser what is in it.
func (WebAuthnJSON) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Description: "What `PublicKeyCredential.toJSON` gives."}
}

// challengeOut is a challenge as the API shows it, with the options for a new passkey
// or for a signature. Their fields are named as browsers name them.
type challengeOut[T any] struct {
	PublicKey T         `json:"public_key"`
	ExpiresAt time.Time `json:"expires_at" doc:"Until then, and once, it can be answered"`
}

type webAuthnCreation struct {
	Party       webAuthnParty        `json:"rp"`
	User        webAuthnUser         `json:"user"`
	Challenge   string               `json:"challenge"`
	Parameters  []webAuthnParameter  `json:"pubKeyCredParams"`
	Timeout     int                  `json:"timeout" example:"300000"`
	Exclude     []webAuthnDescriptor `json:"excludeCredentials,omitempty"`
	Selection   webAuthnSelection    `json:"authenticatorSelection"`
	Attestation string               `json:"attestation" example:"none"`
}

type webAuthnParty struct {
	ID   string `json:"id" example:"lumbung.example"`
	Name string `json:"name" example:"Lumbung"`
}

type webAuthnUser struct {
	ID          string `json:"id"`
	Name        string `json:"name" example:"Lumbung" doc:"Tells nothing of her"`
	DisplayName string `json:"displayName" example:"Lumbung"`
}

type webAuthnParameter struct {
	Type      string `json:"type" example:"public-key"`
	Algorithm int    `json:"alg" example:"-7"`
}

type webAuthnSelection struct {
	RequireResidentKey bool   `json:"requireResidentKey"`
	ResidentKey        string `json:"residentKey" example:"required"`
	UserVerification   string `json:"userVerification" example:"required"`
}

type webAuthnDescriptor struct {
	Type       string   `json:"type" example:"public-key"`
	ID         string   `json:"id"`
	Transports []string `json:"transports,omitempty"`
}

type webAuthnRequest struct {
	Challenge        string               `json:"challenge"`
	Timeout          int                  `json:"timeout" example:"300000"`
	Party            string               `json:"rpId" example:"lumbung.example"`
	Allow            []webAuthnDescriptor `json:"allowCredentials,omitempty"`
	UserVerification string               `json:"userVerification" example:"required"`
}

// askIn is a request for a challenge; there is nothing to say in it.
type askIn struct {
	Body *noFields `required:"false"`
}

type noFields struct{}

func showChallenge[T any](c people.Challenge, err error) (*reply[challengeOut[T]], error) {
	if err != nil {
		return nil, err
	}
	out := &reply[challengeOut[T]]{challengeOut[T]{ExpiresAt: c.ExpiresAt}}
	d := json.NewDecoder(bytes.NewReader(c.Options))
	d.DisallowUnknownFields()
	return out, d.Decode(&out.Body.PublicKey)
}

// passkeyOut is a passkey as the API shows it.
type passkeyOut struct {
	ID        ledger.ID  `json:"id"`
	Name      string     `json:"name" example:"HP Sari"`
	CreatedAt time.Time  `json:"created_at"`
	UsedAt    *time.Time `json:"used_at,omitempty" doc:"When she last signed in or proved herself with it"`
}

func showPasskey(k people.Passkey) passkeyOut {
	out := passkeyOut{ID: k.ID, Name: k.Name, CreatedAt: k.CreatedAt}
	if !k.UsedAt.IsZero() {
		out.UsedAt = &k.UsedAt
	}
	return out
}

func addPasskeys(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/me/passkeys/challenge", Action: "passkeys.add", Status: http.StatusCreated, Tag: "passkeys",
		Summary:     "Ask for a challenge for a new passkey",
		Description: "Whoever asks must have proved who she is within the last five minutes: by signing in, or at `/v1/me/proof`."}, s.askForPasskey)
	add(s, Route{Method: http.MethodPost, Path: "/v1/me/passkeys", Action: "passkeys.add", Status: http.StatusCreated, Tag: "passkeys",
		Summary: "Register a passkey"}, s.addPasskey)
	add(s, Route{Method: http.MethodGet, Path: "/v1/me/passkeys", Action: "passkeys.list", Tag: "passkeys",
		Summary: "List one's own passkeys", Description: "In the order in which they were made."}, s.listPasskeys)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/me/passkeys/{passkey}", Action: "passkeys.revoke", Tag: "passkeys",
		Summary: "Revoke one's own passkey", Description: "Sessions that began with it end, this one too."}, s.revokePasskey)
	add(s, Route{Method: http.MethodPost, Path: "/v1/me/proof/challenge", Action: "proof.give", Status: http.StatusCreated, Tag: "passkeys",
		Summary: "Ask for a challenge to prove with a passkey who one is"}, s.askForProof)
	add(s, Route{Method: http.MethodPost, Path: "/v1/me/proof", Action: "proof.give", Status: http.StatusCreated, Tag: "passkeys",
		Summary:     "Prove once more who one is",
		Description: "What needs a fresh proof can be done for a while from then on."}, s.prove)
	add(s, Route{Method: http.MethodPost, Path: "/v1/sessions/challenge", Public: true, Status: http.StatusCreated, Tag: "sessions",
		Summary:     "Ask for a challenge to sign in with a passkey",
		Description: "No name is asked: the browser offers the passkeys that it has for this address. Who asks often and answers none has to wait."}, s.askToSignIn)
	add(s, Route{Method: http.MethodPost, Path: "/v1/sessions/passkey", Public: true, Status: http.StatusCreated, Tag: "sessions",
		Summary:     "Sign in with a passkey",
		Description: "The answer to a challenge of `/v1/sessions/challenge`. With `cookie` the token goes into a cookie that no script can read."}, s.signInByPasskey)
}

func (s *Server) askForPasskey(ctx context.Context, _ *askIn) (*reply[challengeOut[webAuthnCreation]], error) {
	return showChallenge[webAuthnCreation](s.config.People.AskForPasskey(ctx, CallerFrom(ctx)))
}

func (s *Server) askForProof(ctx context.Context, _ *askIn) (*reply[challengeOut[webAuthnRequest]], error) {
	return showChallenge[webAuthnRequest](s.config.People.AskForProof(ctx, CallerFrom(ctx)))
}

func (s *Server) askToSignIn(ctx context.Context, _ *askIn) (*reply[challengeOut[webAuthnRequest]], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	return showChallenge[webAuthnRequest](p.AskToSignIn(ctx, AddressFrom(ctx)))
}

type signInByPasskeyIn struct {
	Calling
	Body struct {
		Credential WebAuthnJSON `json:"credential"`
		Cookie     bool         `json:"cookie,omitempty" doc:"For a browser: the token goes into a cookie"`
	}
}

func (s *Server) signInByPasskey(ctx context.Context, in *signInByPasskeyIn) (*signedInOut, error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	x, err := p.SignInWithPasskey(ctx, people.PasskeySignIn{Answer: in.Body.Credential, Agent: in.Agent, Address: AddressFrom(ctx)})
	if err != nil {
		return nil, err
	}
	return s.signedIn(ctx, x, in.Body.Cookie), nil
}

type addPasskeyIn struct {
	Idempotent
	Body struct {
		ID         ledger.ID    `json:"id,omitempty"`
		Name       string       `json:"name" minLength:"1" maxLength:"60" example:"HP Sari"`
		Credential WebAuthnJSON `json:"credential"`
	}
}

func (s *Server) addPasskey(ctx context.Context, in *addPasskeyIn) (*made[passkeyOut], error) {
	by := CallerFrom(ctx)
	id, err := commandID(in.Body.ID, in.Key, by.Home)
	if err != nil {
		return nil, err
	}
	k, err := s.config.People.AddPasskey(ctx, by, people.NewPasskey{ID: id, Name: in.Body.Name, Answer: in.Body.Credential})
	if err != nil {
		return nil, err
	}
	return madeOf(showPasskey(k.It), k.Replayed), nil
}

func (s *Server) listPasskeys(ctx context.Context, in *struct{ Paging }) (*reply[page[passkeyOut]], error) {
	keys, err := s.config.People.Passkeys(ctx, CallerFrom(ctx))
	if err != nil {
		return nil, err
	}
	keys, err = behind("passkeys", in.Paging, keys, func(k people.Passkey) ledger.ID { return k.ID })
	if err != nil {
		return nil, err
	}
	out := make([]passkeyOut, len(keys))
	for i, k := range keys {
		out[i] = showPasskey(k)
	}
	return &reply[page[passkeyOut]]{pageOf("passkeys", out, in.Limit, func(k passkeyOut) []string { return []string{k.ID.String()} })}, nil
}

func (s *Server) revokePasskey(ctx context.Context, in *struct {
	Passkey ledger.ID `path:"passkey" doc:"The passkey's id"`
	Idempotent
}) (*made[passkeyOut], error) {
	by := CallerFrom(ctx)
	id, err := commandID(ledger.ID{}, in.Key, by.Home)
	if err != nil {
		return nil, err
	}
	k, err := s.config.People.RevokePasskey(ctx, by, id, in.Passkey)
	if err != nil {
		return nil, err
	}
	return madeOf(showPasskey(k.It), k.Replayed), nil
}

// proofOut says from when on the session is proved.
type proofOut struct {
	ProvedAt time.Time `json:"proved_at"`
}

type proveIn struct {
	Idempotent
	Body struct {
		ID      ledger.ID    `json:"id,omitempty"`
		Passkey WebAuthnJSON `json:"passkey"`
	}
}

func (s *Server) prove(ctx context.Context, in *proveIn) (*made[proofOut], error) {
	by := CallerFrom(ctx)
	id, err := commandID(in.Body.ID, in.Key, by.Home)
	if err != nil {
		return nil, err
	}
	at, err := s.config.People.ProveWithPasskey(ctx, by, id, in.Body.Passkey)
	if err != nil {
		return nil, err
	}
	return madeOf(proofOut{at.It}, at.Replayed), nil
}
