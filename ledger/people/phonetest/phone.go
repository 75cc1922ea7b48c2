// Package phonetest is a group's phone without its screen, for tests: it has the
// device's key, makes commands with proofs into an outbox, and signs its requests as
// WebCrypto would.
package phonetest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Phone is an enrolled device, or one that is about to be.
type Phone struct {
	ID      ledger.ID
	Name    string
	Outbox  []people.DeviceCommand // made and not acknowledged yet
	Made    int64                  // how many commands it has made
	Clock   string                 // what its clock says
	Request int64                  // the number of its last request
	Pull    *people.Pull           // how far it has the book; nil when it asks for nothing

	key  *ecdsa.PrivateKey
	last ledger.Hash // the digest of the last command
}

// New makes a phone with a fresh key.
func New(name string) *Phone {
	for {
		// Any number of 256 bits is a key, but for a few that are out of range.
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), store.Random(32))
		if err == nil {
			return &Phone{ID: store.NewID(), Name: name, Clock: "2026-03-01T08:00:00+07:00", key: key}
		}
	}
}

// Copy is a second phone with the same memory and key, such as a restored backup.
func (p *Phone) Copy() *Phone {
	other := *p
	other.Outbox = slices.Clone(p.Outbox)
	return &other
}

// PublicKey is the key as WebCrypto exports it raw.
func (p *Phone) PublicKey() []byte {
	raw, err := p.key.PublicKey.Bytes()
	if err != nil {
		panic(err) // only a key of another curve
	}
	return raw
}

// SPKI is the key as WebCrypto exports it in that form.
func (p *Phone) SPKI() []byte {
	der, err := x509.MarshalPKIXPublicKey(&p.key.PublicKey)
	if err != nil {
		panic(err)
	}
	return der
}

// Sign signs as WebCrypto's ECDSA with SHA-256 does: r and s, 32 bytes each.
func (p *Phone) Sign(message []byte) []byte {
	sum := sha256.Sum256(message)
	der, err := p.key.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		panic(err)
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &rs); err != nil {
		panic(err)
	}
	signature := make([]byte, 64)
	rs.R.FillBytes(signature[:32])
	rs.S.FillBytes(signature[32:])
	return signature
}

// Enrol is the phone's answer to the QR code of an enrolment.
func (p *Phone) Enrol(code string) (people.NewDevice, error) {
	secret, err := people.ParseEnrolmentCode(code)
	if err != nil {
		return people.NewDevice{}, err
	}
	key := p.PublicKey()
	return people.NewDevice{ID: p.ID, Code: code, PublicKey: key, Name: p.Name, Signature: p.Sign(people.EnrolmentMessage(secret, p.ID, key, p.Name))}, nil
}

// EnrolBody is what [Phone.Enrol] answers, as the body of POST /v1/devices.
func (p *Phone) EnrolBody(code string) (string, error) {
	d, err := p.Enrol(code)
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(map[string]any{"id": d.ID, "code": d.Code, "public_key": encoded(d.PublicKey), "name": d.Name, "signature": encoded(d.Signature)})
	return string(raw), err
}

// Actor is who holds the phone: she proves it with her card when she has it at hand,
// else with her PIN, which the phone checks.
type Actor struct {
	Person ledger.ID
	Card   ed25519.PrivateKey
}

// Record makes a command with the actor's proof and puts it into the outbox.
func (p *Phone) Record(actor Actor, kind, body string) people.DeviceCommand {
	return p.record(actor, store.NewID(), kind, body)
}

func (p *Phone) record(actor Actor, id ledger.ID, kind, body string) people.DeviceCommand {
	c := people.DeviceCommand{ID: id, Seq: p.Made + 1, Prev: p.last, Kind: kind, Version: 1, Body: json.RawMessage(body),
		MadeAt: p.Clock, Actor: actor.Person}
	c = p.Prove(actor, c)
	p.Made, p.last = c.Seq, c.Digest(p.ID)
	p.Outbox = append(p.Outbox, c)
	return c
}

// Prove gives the command the actor's proof.
func (p *Phone) Prove(actor Actor, c people.DeviceCommand) people.DeviceCommand {
	digest := c.Digest(p.ID)
	if actor.Card != nil {
		c.Proof = people.Proof{Card: ed25519.Sign(actor.Card, people.CardMessage(digest))}
	} else {
		c.Proof = people.Proof{PIN: p.Sign(people.PINMessage(digest))}
	}
	return c
}

// Push is a signed request with the given commands.
func (p *Phone) Push(commands ...people.DeviceCommand) people.Push {
	p.Request++
	x := people.Push{Device: p.ID, Request: p.Request, Clock: p.Clock, Made: p.Made, Commands: commands, Pull: p.Pull, Body: p.body(commands)}
	x.Signature = p.Sign(people.SyncMessage(people.SyncMethod, people.SyncPath, x.Device, x.Request, x.Clock, x.Body))
	return x
}

// PushAll is a signed request with the whole outbox.
func (p *Phone) PushAll() people.Push { return p.Push(p.Outbox...) }

// Heard takes out of the outbox what the server has answered for.
func (p *Phone) Heard(receipts ...people.Receipt) {
	for _, r := range receipts {
		p.Outbox = slices.DeleteFunc(p.Outbox, func(c people.DeviceCommand) bool { return c.ID == r.ID && c.Seq == r.Seq })
	}
}

// Headers are those of a request, in pairs.
func Headers(x people.Push) []string {
	return []string{"Lumbung-Device", x.Device.String(), "Lumbung-Request", fmt.Sprint(x.Request), "Lumbung-Time", x.Clock,
		"Lumbung-Signature", encoded(x.Signature)}
}

// body writes the request's body. The bytes of the commands' bodies go in as they
// are: they are what was signed.
func (p *Phone) body(commands []people.DeviceCommand) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"made":%d,"commands":[`, p.Made)
	for i, c := range commands {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"%s","device_seq":%d,`, c.ID, c.Seq)
		if !c.Prev.IsZero() {
			fmt.Fprintf(&b, `"prev":"%s",`, c.Prev)
		}
		fmt.Fprintf(&b, `"kind":"%s","version":%d,"body":%s,"made_at":"%s","actor":"%s","proof":{`, c.Kind, c.Version, c.Body, c.MadeAt, c.Actor)
		if c.Proof.Card != nil {
			fmt.Fprintf(&b, `"card":"%s"`, encoded(c.Proof.Card))
		}
		if c.Proof.PIN != nil {
			fmt.Fprintf(&b, `"pin":"%s"`, encoded(c.Proof.PIN))
		}
		b.WriteString(`}}`)
	}
	b.WriteString(`]`)
	if p.Pull != nil {
		fmt.Fprintf(&b, `,"pull":{"since":%d`, p.Pull.Since)
		if p.Pull.Epoch != 0 {
			fmt.Fprintf(&b, `,"epoch":%d`, p.Pull.Epoch)
		}
		if !p.Pull.Known.IsZero() {
			fmt.Fprintf(&b, `,"known":"%s"`, p.Pull.Known)
		}
		b.WriteString(`}`)
	}
	b.WriteString(`}`)
	return b.Bytes()
}

func encoded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
