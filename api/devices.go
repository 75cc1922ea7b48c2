package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// Bytes are raw bytes: a key, a signature. On the wire they are base64url without
// padding.
type Bytes []byte

// UnmarshalText reads base64url.
func (b *Bytes) UnmarshalText(text []byte) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(string(text))
	if err != nil {
		return ledger.E(ledger.Invalid, "invalid_format", "")
	}
	*b = raw
	return nil
}

// Schema says so to the readers of the contract.
func (Bytes) Schema(huma.Registry) *huma.Schema {
	limit := 1024
	return &huma.Schema{Type: huma.TypeString, MaxLength: &limit, Pattern: "^[-_0-9A-Za-z]*$", Examples: []any{"BLrT1q"}}
}

// enrolmentOut is leave to enrol a device as the API shows it.
type enrolmentOut struct {
	ID          ledger.ID  `json:"id"`
	Book        ledger.ID  `json:"book"`
	Code        string     `json:"code,omitempty" doc:"The text of the QR code, for whoever made it alone" example:"LUMBUNGE1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"`
	NeedsSecond bool       `json:"needs_second" doc:"Another officer of the group has yet to confirm it"`
	ExpiresAt   time.Time  `json:"expires_at"`
	CreatedBy   ledger.ID  `json:"created_by"`
	ConfirmedBy *ledger.ID `json:"confirmed_by,omitempty"`
	Device      *ledger.ID `json:"device,omitempty" doc:"The device that was enrolled with it"`
}

func showEnrolment(e people.Enrolment) enrolmentOut {
	return enrolmentOut{ID: e.ID, Book: e.Home, Code: e.Code, NeedsSecond: e.NeedsSecond, ExpiresAt: e.ExpiresAt, CreatedBy: e.CreatedBy,
		ConfirmedBy: idOrNone(e.ConfirmedBy), Device: idOrNone(e.Device)}
}

// deviceOut is a device as the API shows it.
type deviceOut struct {
	ID             ledger.ID  `json:"id"`
	Book           ledger.ID  `json:"book" doc:"The group's book"`
	Name           string     `json:"name" example:"HP kelompok"`
	EnrolledBy     ledger.ID  `json:"enrolled_by"`
	EnrolledAt     time.Time  `json:"enrolled_at"`
	SeenAt         time.Time  `json:"seen_at" doc:"When it was last in touch"`
	LeaseUntil     time.Time  `json:"lease_until" doc:"Until when it may also pay out without a network"`
	LastSeq        int64      `json:"last_seq" doc:"Up to here all its commands have come and are dealt with"`
	Missing        int64      `json:"missing" doc:"How many commands have not come that stand before one that has"`
	ClockOff       int64      `json:"clock_off" doc:"By how many seconds its clock was ahead when it was last in touch"`
	RevokedAt      *time.Time `json:"revoked_at,omitempty"`
	RevokedThrough *int64     `json:"revoked_through,omitempty" doc:"The last command that may have been made before it was revoked"`
}

func showDevice(d people.Device) deviceOut {
	out := deviceOut{ID: d.ID, Book: d.Home, Name: d.Name, EnrolledBy: d.EnrolledBy, EnrolledAt: d.EnrolledAt, SeenAt: d.SeenAt, LeaseUntil: d.LeaseUntil,
		LastSeq: d.LastSeq, Missing: d.Missing, ClockOff: int64(d.ClockOff / time.Second)}
	if !d.RevokedAt.IsZero() {
		out.RevokedAt, out.RevokedThrough = &d.RevokedAt, &d.RevokedSeq
	}
	return out
}

func addDevices(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/enrolments", Action: "enrolments.make", Status: http.StatusCreated, Tag: "devices",
		Summary: "Give leave to enrol a device",
		Description: "For one phone or computer, once, for ten minutes. An officer of the organisation that registered the group gives it alone; " +
			"of the group's own officers a second one confirms it. Each gives at most ten in a day."}, s.makeEnrolment)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/enrolments/{enrolment}/confirmation", Action: "enrolments.confirm",
		Status: http.StatusCreated, Tag: "devices", Summary: "Confirm an enrolment as the second officer"}, s.confirmEnrolment)
	add(s, Route{Method: http.MethodPost, Path: "/v1/devices", Public: true, Status: http.StatusCreated, Tag: "devices",
		Summary: "Enrol a device",
		Description: "The device answers the QR code of an enrolment: it makes a P-256 key that it cannot give away, and signs with it (ECDSA, SHA-256, " +
			"r and s of 32 bytes each) `lumbung.enrol.v1`, the 16 bytes of the code's secret, the 16 bytes of its id, the key as it is sent, and the name, " +
			"each behind its length as eight bytes, big-endian."}, s.enrolDevice)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/devices", Action: "devices.list", Tag: "devices",
		Summary: "List the devices of a group", Description: "Enrolled last first, revoked ones too."}, s.listDevices)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/devices/{device}/name", Action: "devices.change", Status: http.StatusCreated, Tag: "devices",
		Summary: "Rename a device"}, s.renameDevice)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/books/{book}/devices/{device}", Action: "devices.change", Tag: "devices",
		Summary: "Revoke a device",
		Description: "What it sends from then on waits for the key-holders: one of them confirms what it made up to the command `through`, " +
			"two must agree on what it made later. Nothing is lost."}, s.revokeDevice)
}

// people is who may do what; a server without a key store has none.
func (s *Server) people() (*people.People, error) {
	if s.config.People == nil {
		return nil, ledger.E(ledger.Missing, "not_found", "")
	}
	return s.config.People, nil
}

type makeEnrolmentIn struct {
	InBook
	Idempotent
	Body *struct {
		ID ledger.ID `json:"id,omitempty"`
	} `required:"false"`
}

func (s *Server) makeEnrolment(ctx context.Context, in *makeEnrolmentIn) (*made[enrolmentOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	var bodyID ledger.ID
	if in.Body != nil {
		bodyID = in.Body.ID
	}
	id, err := commandID(bodyID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	e, err := p.Enrol(ctx, CallerFrom(ctx), id, in.Book)
	if err != nil {
		return nil, err
	}
	return madeOf(showEnrolment(e.It), e.Replayed), nil
}

type confirmEnrolmentIn struct {
	InBook
	Enrolment ledger.ID `path:"enrolment" doc:"The enrolment's id"`
	Idempotent
	Body *struct {
		ID ledger.ID `json:"id,omitempty"`
	} `required:"false"`
}

func (s *Server) confirmEnrolment(ctx context.Context, in *confirmEnrolmentIn) (*made[enrolmentOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	var bodyID ledger.ID
	if in.Body != nil {
		bodyID = in.Body.ID
	}
	id, err := commandID(bodyID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	e, err := p.ConfirmEnrolment(ctx, CallerFrom(ctx), id, in.Book, in.Enrolment)
	if err != nil {
		return nil, err
	}
	return madeOf(showEnrolment(e.It), e.Replayed), nil
}

type enrolDeviceIn struct {
	Body struct {
		ID        ledger.ID `json:"id" doc:"A UUIDv7 made by the device; the same id twice is the same device"`
		Code      string    `json:"code" maxLength:"100" doc:"The text of the enrolment's QR code"`
		PublicKey Bytes     `json:"public_key" doc:"P-256, as WebCrypto exports it: raw or spki"`
		Name      string    `json:"name" minLength:"1" maxLength:"60" example:"HP kelompok"`
		Signature Bytes     `json:"signature" doc:"With that key, over the enrolment"`
	}
}

func (s *Server) enrolDevice(ctx context.Context, in *enrolDeviceIn) (*made[deviceOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	d, err := p.AddDevice(ctx, people.NewDevice{ID: in.Body.ID, Code: in.Body.Code, PublicKey: in.Body.PublicKey, Name: in.Body.Name, Signature: in.Body.Signature})
	if err != nil {
		return nil, err
	}
	return madeOf(showDevice(d.It), d.Replayed), nil
}

func (s *Server) listDevices(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[deviceOut]], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	devices, err := p.Devices(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	devices, err = behind("devices", in.Paging, devices, func(d people.Device) ledger.ID { return d.ID })
	if err != nil {
		return nil, err
	}
	out := make([]deviceOut, len(devices))
	for i, d := range devices {
		out[i] = showDevice(d)
	}
	return &reply[page[deviceOut]]{pageOf("devices", out, in.Limit, func(d deviceOut) []string { return []string{d.ID.String()} })}, nil
}

type OneDevice struct {
	InBook
	Device ledger.ID `path:"device" doc:"The device's id"`
}

type renameDeviceIn struct {
	OneDevice
	Idempotent
	Body struct {
		ID   ledger.ID `json:"id,omitempty"`
		Name string    `json:"name" minLength:"1" maxLength:"60" example:"HP kelompok"`
	}
}

func (s *Server) renameDevice(ctx context.Context, in *renameDeviceIn) (*made[deviceOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	d, err := p.RenameDevice(ctx, CallerFrom(ctx), id, in.Book, in.Device, in.Body.Name)
	if err != nil {
		return nil, err
	}
	return madeOf(showDevice(d.It), d.Replayed), nil
}

func (s *Server) revokeDevice(ctx context.Context, in *struct {
	OneDevice
	Idempotent
	Through int64 `query:"through" minimum:"-1" maximum:"9007199254740991" default:"-1" doc:"The last command that may have been made before; default: the last one that has come"`
}) (*made[deviceOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	id, err := commandID(ledger.ID{}, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	d, err := p.RevokeDevice(ctx, CallerFrom(ctx), id, in.Book, in.Device, in.Through)
	if err != nil {
		return nil, err
	}
	return madeOf(showDevice(d.It), d.Replayed), nil
}
