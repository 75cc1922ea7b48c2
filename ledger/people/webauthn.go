package people

import (
	"bytes"
	"encoding/json"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// relyingParty is this installation as authenticators know it. It is nil where
// there can be no passkeys.
type relyingParty struct{ w *webauthn.WebAuthn }

// appName is all that an authenticator is told of whom a passkey is for.
const appName = "Lumbung"

// newRelyingParty is the party of the pages at an origin: passkeys are bound to its
// host, and count only when answered from that very origin.
func newRelyingParty(origin string) *relyingParty {
	at, err := url.Parse(origin)
	if err != nil || at.Host == "" {
		return nil
	}
	at = &url.URL{Scheme: at.Scheme, Host: at.Host}
	needed := true
	w, err := webauthn.New(&webauthn.Config{
		RPID: at.Hostname(), RPDisplayName: appName, RPOrigins: []string{at.String()},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{RequireResidentKey: &needed, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired},
		// The challenges end by the clock of the store.
		Timeouts: webauthn.TimeoutsConfig{Login: webauthn.TimeoutConfig{Timeout: ChallengeLife}, Registration: webauthn.TimeoutConfig{Timeout: ChallengeLife}},
		// No extension is asked for, and password managers answer some unasked: none is read.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil
	}
	return &relyingParty{w}
}

// holder is whose passkeys they are: by the bytes that her authenticators know her
// by, without a name.
type holder struct {
	handle []byte
	keys   []webauthn.Credential
}

// WebAuthnID is what authenticators know her by.
func (h holder) WebAuthnID() []byte { return h.handle }

// WebAuthnName tells nothing of her.
func (h holder) WebAuthnName() string { return appName }

// WebAuthnDisplayName tells nothing of her.
func (h holder) WebAuthnDisplayName() string { return appName }

// WebAuthnCredentials are her passkeys.
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

// holderOf is the person with the passkeys.
func holderOf(person ledger.ID, keys []passkeySecret) holder {
	h := holder{handle: person[:], keys: make([]webauthn.Credential, len(keys))}
	for i, k := range keys {
		h.keys[i] = k.Credential
	}
	return h
}

// passkeySecret is what is kept of a passkey, as JSON.
type passkeySecret struct {
	Holder     []byte              `json:"holder"` // what the authenticator knows her by
	Name       []byte              `json:"name"`   // sealed
	UsedAt     int64               `json:"used_at"`
	Credential webauthn.Credential `json:"credential"`
}

// question is what an authenticator is asked: the options for the browser, and what
// the answer is held against, without the challenge.
type question struct{ options, session []byte }

func questionOf(options any, session *webauthn.SessionData) (question, error) {
	session.Challenge = ""
	var q question
	var err error
	if q.options, err = json.Marshal(options); err != nil {
		return question{}, err
	}
	q.session, err = json.Marshal(session)
	return q, err
}

// register asks for a new passkey, from an authenticator that has none of hers yet.
func (rp *relyingParty) register(challenge []byte, h holder) (question, error) {
	options, session, err := rp.w.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error {
			o.Challenge = challenge
			return nil
		})
	if err != nil {
		return question{}, err
	}
	return questionOf(options.Response, session)
}

// assert asks for a signature of one of the passkeys, of any when there are none.
func (rp *relyingParty) assert(challenge []byte, among []webauthn.Credential) (question, error) {
	options, session, err := rp.w.BeginDiscoverableLogin(webauthn.WithChallenge(challenge),
		webauthn.WithAllowedCredentials(webauthn.Credentials(among).CredentialDescriptors()))
	if err != nil {
		return question{}, err
	}
	session.AllowedCredentialIDs = nil // whose the passkey is says its row
	return questionOf(options.Response, session)
}

// created is the answer to register.
type created struct {
	parsed *protocol.ParsedCredentialCreationData
}

func parseCreated(answer []byte) (created, error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return created{}, errInvalidPasskey()
	}
	return created{parsed}, nil
}

func (a created) credentialID() []byte { return a.parsed.RawID }
func (a created) challenge() string    { return a.parsed.Response.CollectedClientData.Challenge }

// check returns the passkey that the answer to the question brings.
func (rp *relyingParty) check(a created, session []byte, h holder) (webauthn.Credential, error) {
	s, err := sessionOf(session, a.challenge())
	if err != nil {
		return webauthn.Credential{}, err
	}
	made, err := rp.w.CreateCredential(h, s, a.parsed)
	if err != nil {
		return webauthn.Credential{}, errInvalidPasskey()
	}
	made.Attestation = webauthn.CredentialAttestation{} // not asked for, not believed, not kept
	return *made, nil
}

// asserted is the answer to assert.
type asserted struct {
	parsed *protocol.ParsedCredentialAssertionData
}

func parseAsserted(answer []byte) (asserted, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return asserted{}, errInvalidPasskey()
	}
	return asserted{parsed}, nil
}

func (a asserted) credentialID() []byte { return a.parsed.RawID }
func (a asserted) challenge() string    { return a.parsed.Response.CollectedClientData.Challenge }
func (a asserted) counter() uint32      { return a.parsed.Response.AuthenticatorData.Counter }

// verify checks that the passkey signed the answer to the question, and brings the
// passkey up to date. cloned means that the signature is right but its counter is
// not ahead of the last one: there may be two of the key.
func (rp *relyingParty) verify(a asserted, session []byte, k *passkeySecret) (cloned bool, err error) {
	s, err := sessionOf(session, a.challenge())
	if err != nil {
		return false, err
	}
	answer := *a.parsed
	if len(answer.Response.UserHandle) == 0 { // which it may leave away where the passkey was named
		answer.Response.UserHandle = k.Holder
	}
	h := holder{handle: k.Holder, keys: []webauthn.Credential{k.Credential}}
	_, used, err := rp.w.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return h, nil }, s, &answer)
	if err != nil {
		return false, errInvalidPasskey()
	}
	if used.Authenticator.CloneWarning {
		return true, nil
	}
	k.Credential = *used
	return false, nil
}

func sessionOf(kept []byte, challenge string) (webauthn.SessionData, error) {
	var s webauthn.SessionData
	if err := json.NewDecoder(bytes.NewReader(kept)).Decode(&s); err != nil {
		return s, err
	}
	s.Challenge = challenge
	return s, nil
}

func errInvalidPasskey() error { return ledger.E(ledger.Invalid, "invalid_passkey", "credential") }
