package phonetest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

var update = flag.Bool("update", false, "write the vectors anew")

// vectors are what the phone app must reproduce to the byte, and signatures that it
// must find right.
type vectors struct {
	Device    ledger.ID       `json:"device"`
	Key       jwk             `json:"key"`
	PublicKey string          `json:"public_key"`
	Enrolment enrolVector     `json:"enrolment"`
	Card      cardVector      `json:"card"`
	Commands  []commandVector `json:"commands"`
	Requests  []requestVector `json:"requests"`
}

type jwk struct {
	Kty string `json:"kty"`
	Crv string `json:"crv"`
	X   string `json:"x"`
	Y   string `json:"y"`
	D   string `json:"d"`
}

type enrolVector struct {
	Code      string `json:"code"`
	Secret    string `json:"secret"`
	Name      string `json:"name"`
	Message   string `json:"message"`
	Signature string `json:"signature"`
}

type cardVector struct {
	Text   string    `json:"text"`
	Seed   string    `json:"seed"`
	Public string    `json:"public"`
	Person ledger.ID `json:"person"`
}

type commandVector struct {
	Seq     int64     `json:"seq"`
	ID      ledger.ID `json:"id"`
	Kind    string    `json:"kind"`
	Version int       `json:"version"`
	Body    string    `json:"body"`
	MadeAt  string    `json:"made_at"`
	Actor   ledger.ID `json:"actor"`
	Prev    string    `json:"prev"`
	Digest  string    `json:"digest"`
	Card    string    `json:"card,omitempty"`
	PIN     string    `json:"pin,omitempty"`
}

type requestVector struct {
	Path      string `json:"path"`
	Number    int64  `json:"number"`
	Clock     string `json:"clock"`
	Body      string `json:"body"`
	Message   string `json:"message"`
	Signature string `json:"signature"`
}

// fixedID is an id whose bytes count up from a number.
func fixedID(from byte) (id ledger.ID) {
	for i := range id {
		id[i] = from + byte(i)
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id
}

func fixedVectors(t *testing.T) vectors {
	t.Helper()
	scalar := sha256.Sum256([]byte("a phone of the tests"))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar[:])
	if err != nil {
		t.Fatal(err)
	}
	phone := &Phone{ID: fixedID(1), Name: "HP kelompok Melati", Clock: "2026-03-01T08:00:00.000+07:00", key: key}
	public := phone.PublicKey()
	v := vectors{Device: phone.ID, PublicKey: encoded(public), Key: jwk{"EC", "P-256", encoded(public[1:33]), encoded(public[33:]), encoded(scalar[:])}}

	secret := bytes.Repeat([]byte{0xa5, 0x3c}, 8)
	sum := sha256.Sum256(secret)
	code := "LUMBUNGE1:" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(append(bytes.Clone(secret), sum[:4]...))
	if read, err := people.ParseEnrolmentCode(code); err != nil || !bytes.Equal(read, secret) {
		t.Fatal(err)
	}
	v.Enrolment = enrolVector{code, hex.EncodeToString(secret), phone.Name, hex.EncodeToString(people.EnrolmentMessage(secret, phone.ID, public, phone.Name)),
		encoded(phone.Sign(people.EnrolmentMessage(secret, phone.ID, public, phone.Name)))}

	seed := sha256.Sum256([]byte("a card of the tests"))
	card := people.NewKeyCard(seed[:])
	v.Card = cardVector{card.Text(), hex.EncodeToString(seed[:]), encoded(card.Public()), fixedID(90)}
	byCard := Actor{Person: v.Card.Person, Card: ed25519.NewKeyFromSeed(seed[:])}
	byPIN := Actor{Person: fixedID(120)}

	for i, c := range []struct {
		actor      Actor
		kind, body string
	}{
		{byCard, "entry.post", `{"day":"2026-03-01","memo":"Iuran Bu Siti – ké-3 🌾","lines":[{"account":"1101","debit":"250000"},{"account":"3102","credit":"250000"}]}`},
		{byPIN, "entry.post", `{"day":"2026-03-01",  "memo":"spasi \"dua\"", "lines":[]}`},
		{byPIN, "meeting.seal", `{}`},
	} {
		x := phone.record(c.actor, fixedID(byte(30+i)), c.kind, c.body)
		v.Commands = append(v.Commands, commandVector{x.Seq, x.ID, x.Kind, x.Version, string(x.Body), x.MadeAt, x.Actor, hex.EncodeToString(x.Prev[:]),
			x.Digest(phone.ID).String(), encoded(x.Proof.Card), encoded(x.Proof.PIN)})
	}

	all, known := phone.Outbox, ledger.Hash(sha256.Sum256([]byte("what the phone knows")))
	for _, pull := range []*people.Pull{nil, {}, {Since: 1234, Epoch: 2, Known: known}} {
		phone.Pull = pull
		for _, some := range [][]people.DeviceCommand{all, all[1:], nil} {
			x := phone.Push(some...)
			v.Requests = append(v.Requests, requestVector{people.SyncPath, x.Request, x.Clock, string(x.Body),
				hex.EncodeToString(people.SyncMessage(people.SyncMethod, people.SyncPath, x.Device, x.Request, x.Clock, x.Body)), encoded(x.Signature)})
		}
	}
	in := phone.SignIn(`{"card":"x"}`)
	v.Requests = append(v.Requests, requestVector{people.SignInPath, in.Request, in.Clock, string(in.Body),
		hex.EncodeToString(people.SyncMessage(people.SyncMethod, people.SignInPath, in.Device, in.Request, in.Clock, in.Body)), encoded(in.Signature)})
	return v
}

// The phone app in the browser is held against this phone.
func TestVectorsForThePhoneApp(t *testing.T) {
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(fixedVectors(t)); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("..", "..", "..", "web", "src", "lib", "vectors", "sync.json")
	if *update {
		if err := os.WriteFile(golden, raw.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	there, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(there, raw.Bytes()) {
		t.Error("the vectors of the phone app are stale: go test ./ledger/people/phonetest -update", err)
	}
}
