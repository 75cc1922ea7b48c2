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
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// Object is a JSON object whose bytes are kept as they were sent, since they are
// what was signed.
type Object json.RawMessage

// UnmarshalJSON keeps the bytes.
func (o *Object) UnmarshalJSON(raw []byte) error {
	*o = bytes.Clone(raw)
	return nil
}

// Schema says so to the readers of the contract.
func (Object) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Description: "What the kind says, in its version."}
}

// syncIn is a request of a device. Its headers prove who sends it.
type syncIn struct {
	Device    ledger.ID `header:"Lumbung-Device" doc:"The device's id"`
	Request   int64     `header:"Lumbung-Request" doc:"Higher than in every request before: 1, 2, 3, ..."`
	Clock     string    `header:"Lumbung-Time" maxLength:"40" doc:"What the device's clock says, RFC 3339. Nothing is ordered by it."`
	Signature string    `header:"Lumbung-Signature" maxLength:"200" doc:"ECDSA P-256 with SHA-256, r and s of 32 bytes each, base64url"`
	Language  string    `header:"Accept-Language" doc:"id or en: the language of the details"`
	Body      struct {
		Made     int64        `json:"made" minimum:"0" maximum:"9007199254740991" doc:"How many commands the device has made so far, sent or not"`
		Commands []deviceSent `json:"commands" maxItems:"500" doc:"In the order in which they were made"`
		Pull     *pullIn      `json:"pull,omitempty"`
	}

	raw []byte
}

// Resolve keeps the bytes of the body, which are signed.
func (in *syncIn) Resolve(ctx huma.Context) []error {
	in.raw = bytes.Clone(unwrap(ctx).fiber.BodyRaw())
	return nil
}

type deviceSent struct {
	ID      ledger.ID   `json:"id" doc:"A UUIDv7 that the device made before it said that the command is saved"`
	Seq     int64       `json:"device_seq" minimum:"1" maximum:"9007199254740991" doc:"1, 2, 3, ... on this device"`
	Prev    ledger.Hash `json:"prev,omitempty" doc:"The digest of the command before; left away in the first"`
	Kind    string      `json:"kind" minLength:"1" maxLength:"64" example:"entry.post"`
	Version int         `json:"version" minimum:"1" maximum:"1000000" doc:"Of the form of the body"`
	Body    Object      `json:"body"`
	MadeAt  string      `json:"made_at,omitempty" maxLength:"40" doc:"What the device's clock said. Nothing is ordered by it."`
	Actor   ledger.ID   `json:"actor" doc:"The person who says that this happened"`
	Proof   proofIn     `json:"proof"`
}

// proofIn shows that the actor made the command: one of the two.
type proofIn struct {
	Card Bytes `json:"card,omitempty" doc:"Signature (Ed25519) of her card"`
	PIN  Bytes `json:"pin,omitempty" doc:"Signature of the device, which has checked her PIN"`
}

type receiptOut struct {
	ID       ledger.ID     `json:"id"`
	Seq      int64         `json:"device_seq"`
	Outcome  people.Answer `json:"outcome" enum:"posted,duplicate,posted_with_task,held,refused,quarantined,mismatch"`
	Code     string        `json:"code,omitempty" doc:"Why, for programs"`
	Detail   string        `json:"detail,omitempty" doc:"Why, for people, in the language of the answer"`
	Resource string        `json:"resource,omitempty" doc:"What it made"`
	Late     bool          `json:"late,omitzero" doc:"It came after the device's lease had run out"`
	Item     ledger.ID     `json:"item" doc:"Under which the key-holders find it"`
}

type syncOut struct {
	At         time.Time    `json:"at" doc:"The server's clock"`
	Items      []receiptOut `json:"items" doc:"What became of each command, in the order sent. Whatever the outcome, the server keeps the command."`
	LastSeq    int64        `json:"last_seq" doc:"Up to here all commands have come and are dealt with"`
	LeaseUntil time.Time    `json:"lease_until" doc:"Until when money may go out without a network. Recording goes on after that. Once it has run out it begins again when all that was made has come."`
	Revoked    bool         `json:"revoked" doc:"The device has no authority any more and must forget what it holds, once it has sent all"`
	Book       ledger.ID    `json:"book"`
	Sequence   int64        `json:"sequence" doc:"How many entries the book has: with the head, the receipt for all that was sent"`
	Head       ledger.Hash  `json:"head" doc:"The end of the book's chain"`
	Epoch      int64        `json:"epoch" doc:"Raised by every restore from a backup: then the device forgets what it pulled and sends all its commands again"`
	BackedUp   *backedUpOut `json:"backed_up,omitempty"`
	Pulled     *pulledOut   `json:"pulled,omitempty"`
}

// backedUpOut is what of the book is safe even if the server's database is lost. It is
// left away while no backup holds the book.
type backedUpOut struct {
	At       time.Time `json:"at" doc:"When the last backup was taken, by the server's clock: what had been answered before is in it"`
	Sequence int64     `json:"sequence" doc:"It holds the book's entries up to this one"`
}

// syncBody is how many bytes a device may send at a time.
const syncBody = 1 << 20

func addSync(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: people.SyncPath, Public: true, Tag: "sync", MaxBody: syncBody,
		Summary: "Send what a device has recorded",
		Description: "Signed by the device: ECDSA over `lumbung.sync.v1`, `POST`, `/v1/sync`, the 16 bytes of its id, the request's number as eight bytes, " +
			"the text of Lumbung-Time, and the SHA-256 sum of the body. A command's digest is the SHA-256 sum over `lumbung.command.v1`, the 16 bytes of the device's id, " +
			"device_seq as eight bytes, the 32 bytes of prev (zeros in the first), the 16 bytes of id, kind, version as eight bytes, the bytes of body as they are sent, " +
			"made_at, and the 16 bytes of actor. A card signs `lumbung.proof.card.v1` and the digest; the device vouches for a PIN by signing `lumbung.proof.pin.v1` and the digest. " +
			"In all of these every part stands behind its length as eight bytes, and numbers are big-endian. " +
			"The answer is 200 whatever became of the commands. What got no answer is sent again, in a new request: the same command twice is done once. " +
			"A device sends at most a mebibyte at a time (413: fewer commands), and thirty times a minute (429: later); what it could not send stays on it. " +
			"With `pull` it asks for what it has yet to learn of the book, and gets it unless it was revoked."}, s.syncDevice)
	if s.config.People != nil {
		s.config.People.Accept(s.entryKind())
	}
}

func (s *Server) syncDevice(ctx context.Context, in *syncIn) (*reply[syncOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	var signature Bytes
	_ = signature.UnmarshalText([]byte(in.Signature)) // what is no signature is a wrong one
	x := people.Push{Device: in.Device, Request: in.Request, Clock: in.Clock, Body: in.raw, Signature: signature, Made: in.Body.Made,
		Commands: make([]people.DeviceCommand, len(in.Body.Commands))}
	for i, c := range in.Body.Commands {
		x.Commands[i] = people.DeviceCommand{ID: c.ID, Seq: c.Seq, Prev: c.Prev, Kind: c.Kind, Version: c.Version, Body: json.RawMessage(c.Body),
			MadeAt: c.MadeAt, Actor: c.Actor, Proof: people.Proof{Card: c.Proof.Card, PIN: c.Proof.PIN}}
	}
	if q := in.Body.Pull; q != nil {
		x.Pull = &people.Pull{Since: q.Since, Epoch: q.Epoch, Known: q.Known}
	}
	synced, err := p.Sync(ctx, x)
	if err != nil {
		return nil, err
	}
	out := syncOut{At: synced.At, Items: make([]receiptOut, len(synced.Receipts)), LastSeq: synced.LastSeq, LeaseUntil: synced.LeaseUntil,
		Revoked: synced.Revoked, Book: synced.Book.ID, Sequence: synced.Book.Sequence, Head: synced.Book.Head,
		Epoch: synced.Book.Epoch, Pulled: showPulled(synced.Book, synced.Pulled)}
	if b := synced.BackedUp; b != nil {
		out.BackedUp = &backedUpOut{At: b.At, Sequence: b.Sequence}
	}
	for i, r := range synced.Receipts {
		out.Items[i] = receiptOut{ID: r.ID, Seq: r.Seq, Outcome: r.Answer, Code: r.Code, Detail: detail(in.Language, r.Code), Resource: r.Resource,
			Late: r.Late, Item: r.Item}
	}
	return &reply[syncOut]{out}, nil
}

// detail is the sentence of a code, in the language asked for; none for no code.
func detail(language, code string) string {
	if code == "" {
		return ""
	}
	return words.Sentence(chooseLanguage(language), code, nil)
}
