package phonetest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Authenticator holds passkeys as a phone does, and is the browser before it too:
// it answers the options of the Web Authentication API in their JSON forms. What is
// exported can be set wrong.
type Authenticator struct {
	Origin     string // of the page
	RPID       string // that it signs for; the host of the origin
	Step       uint32 // by which each signature raises a counter; 0 as where passkeys are synced
	Unverified bool   // whoever touches it is not verified
	Untouched  bool   // and nobody touches it
	Nameless   bool   // it leaves the user's handle away where the passkey is named

	keys []*passkey
}

type passkey struct {
	id, handle []byte
	counter    uint32
	private    *ecdsa.PrivateKey
}

// NewAuthenticator is one without passkeys, at a page of the origin.
func NewAuthenticator(origin string) *Authenticator {
	at, err := url.Parse(origin)
	if err != nil {
		panic(err)
	}
	return &Authenticator{Origin: origin, RPID: at.Hostname(), Step: 1}
}

// Copy is a second authenticator with the same keys and counters: a clone.
func (a *Authenticator) Copy() *Authenticator {
	other := *a
	other.keys = nil
	for _, k := range a.keys {
		copied := *k
		other.keys = append(other.keys, &copied)
	}
	return &other
}

// Keys is how many passkeys it has.
func (a *Authenticator) Keys() int { return len(a.keys) }

type binaryText []byte

func (b binaryText) MarshalText() ([]byte, error) {
	return []byte(base64.RawURLEncoding.EncodeToString(b)), nil
}

func (b *binaryText) UnmarshalText(text []byte) (err error) {
	*b, err = base64.RawURLEncoding.DecodeString(string(text))
	return err
}

type named struct {
	ID binaryText `json:"id"`
}

// Create answers the options for a new passkey as PublicKeyCredential.toJSON does.
// It panics where it would not make one: when it has a passkey that is excluded, or
// cannot do what is asked.
func (a *Authenticator) Create(options []byte) []byte {
	var asked struct {
		Challenge  binaryText `json:"challenge"`
		User       named      `json:"user"`
		Parameters []struct {
			Algorithm int `json:"alg"`
		} `json:"pubKeyCredParams"`
		Exclude []named `json:"excludeCredentials"`
	}
	unmarshal(options, &asked)
	if !slices.ContainsFunc(asked.Parameters, func(p struct {
		Algorithm int `json:"alg"`
	}) bool {
		return p.Algorithm == -7
	}) {
		panic("P-256 is not wanted")
	}
	for _, x := range asked.Exclude {
		if a.find(x.ID) != nil {
			panic("InvalidStateError: this authenticator has a passkey already")
		}
	}
	k := &passkey{id: store.Random(32), handle: asked.User.ID, private: New("").key}
	a.keys = append(a.keys, k)
	client := a.clientData("webauthn.create", asked.Challenge)
	object := append([]byte{0xa3, 0x63}, "fmt\x64none\x67attStmt\xa0\x68authData"...)
	object = append(object, bytesOf(a.authData(k, true))...)
	return a.answer(k, map[string]any{"clientDataJSON": binaryText(client), "attestationObject": binaryText(object), "transports": []string{"internal", "hybrid"}})
}

// Get answers the options for a signature. It panics when it has no passkey that
// will do.
func (a *Authenticator) Get(options []byte) []byte {
	var asked struct {
		Challenge binaryText `json:"challenge"`
		Allow     []named    `json:"allowCredentials"`
	}
	unmarshal(options, &asked)
	if len(asked.Allow) == 0 && len(a.keys) > 0 {
		return a.Sign(len(a.keys)-1, asked.Challenge, false)
	}
	for _, x := range asked.Allow {
		if i := slices.Index(a.keys, a.find(x.ID)); i >= 0 {
			return a.Sign(i, asked.Challenge, true)
		}
	}
	panic("NotAllowedError: this authenticator has no such passkey")
}

// Sign answers a challenge with its i-th passkey, whether it is asked for or not.
func (a *Authenticator) Sign(i int, challenge []byte, wasNamed bool) []byte {
	k := a.keys[i]
	k.counter += a.Step
	client, data := a.clientData("webauthn.get", challenge), a.authData(k, false)
	clientSum := sha256.Sum256(client)
	sum := sha256.Sum256(slices.Concat(data, clientSum[:]))
	signature, err := k.private.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		panic(err)
	}
	response := map[string]any{"clientDataJSON": binaryText(client), "authenticatorData": binaryText(data), "signature": binaryText(signature)}
	if !a.Nameless || !wasNamed {
		response["userHandle"] = binaryText(k.handle)
	}
	return a.answer(k, response)
}

// ChallengeIn is the challenge in options.
func ChallengeIn(options []byte) []byte {
	var asked struct {
		Challenge binaryText `json:"challenge"`
	}
	unmarshal(options, &asked)
	return asked.Challenge
}

func (a *Authenticator) find(id []byte) *passkey {
	for _, k := range a.keys {
		if string(k.id) == string(id) {
			return k
		}
	}
	return nil
}

func (a *Authenticator) clientData(what string, challenge []byte) []byte {
	return marshal(map[string]any{"type": what, "challenge": binaryText(challenge), "origin": a.Origin, "crossOrigin": false})
}

// authData is the authenticator data: for whom, flags, counter, and with a new
// passkey its id and public key.
func (a *Authenticator) authData(k *passkey, fresh bool) []byte {
	party := sha256.Sum256([]byte(a.RPID))
	var flags byte
	if !a.Untouched {
		flags |= 0x01
	}
	if !a.Unverified {
		flags |= 0x04
	}
	if fresh {
		flags |= 0x40
	}
	data := binary.BigEndian.AppendUint32(append(party[:], flags), k.counter)
	if !fresh {
		return data
	}
	data = append(data, make([]byte, 16)...) // no make and model
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.id)))
	return slices.Concat(data, k.id, cosePublicKey(&k.private.PublicKey))
}

// cosePublicKey is a P-256 key as a COSE_Key: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
func cosePublicKey(key *ecdsa.PublicKey) []byte {
	if key.Curve != elliptic.P256() {
		panic("a key of another curve")
	}
	point, err := key.Bytes()
	if err != nil {
		panic(err)
	}
	return slices.Concat([]byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21}, bytesOf(point[1:33]), []byte{0x22}, bytesOf(point[33:]))
}

// bytesOf is a CBOR byte string, of 24 bytes or more.
func bytesOf(b []byte) []byte {
	if len(b) < 256 {
		return append([]byte{0x58, byte(len(b))}, b...)
	}
	return append(binary.BigEndian.AppendUint16([]byte{0x59}, uint16(len(b))), b...)
}

func (a *Authenticator) answer(k *passkey, response map[string]any) []byte {
	return marshal(map[string]any{"id": binaryText(k.id), "rawId": binaryText(k.id), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{"credProps": map[string]bool{"rk": true}}, "response": maps.Clone(response)})
}

func marshal(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

func unmarshal(raw []byte, v any) {
	if err := json.Unmarshal(raw, v); err != nil {
		panic(fmt.Sprintf("the options are not as the browser reads them: %v", err))
	}
}

// Forge gives it other keys under the same ids.
func (a *Authenticator) Forge() {
	for _, k := range a.keys {
		k.private = New("").key
	}
}

// Base64 is how the Web Authentication API writes bytes in JSON.
func Base64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
