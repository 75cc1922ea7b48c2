package people

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"math/big"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// What devices and cards sign. Every message begins with a tag of its own, so that
// a signature made for one purpose proves nothing else; the tag and each part stand
// behind their length as eight bytes, big-endian, so that no two messages are the
// same bytes. Numbers are eight bytes, big-endian; ids are their sixteen bytes.
const (
	tagEnrol   = "lumbung.enrol.v1"
	tagSync    = "lumbung.sync.v1"
	tagCommand = "lumbung.command.v1"
	tagCard    = "lumbung.proof.card.v1"
	tagPIN     = "lumbung.proof.pin.v1"
)

func signedText(tag string, parts ...[]byte) []byte {
	var b []byte
	for _, part := range append([][]byte{[]byte(tag)}, parts...) {
		b = binary.BigEndian.AppendUint64(b, uint64(len(part)))
		b = append(b, part...)
	}
	return b
}

func eightBytes(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// EnrolmentMessage is what a device signs to show that the public key it brings is
// its own: the enrolment's secret, the device's id, the key as it is sent, and the
// name.
func EnrolmentMessage(secret []byte, device ledger.ID, key []byte, name string) []byte {
	return signedText(tagEnrol, secret, device[:], key, []byte(name))
}

// SyncMessage is what a device signs for each request: method, path, its id, the
// number of the request, what its clock said, and the SHA-256 sum of the body.
func SyncMessage(method, path string, device ledger.ID, request int64, clock string, body []byte) []byte {
	sum := sha256.Sum256(body)
	return signedText(tagSync, []byte(method), []byte(path), device[:], eightBytes(request), []byte(clock), sum[:])
}

// Digest is the SHA-256 sum that stands for a command of a device: over the device,
// the number, the digest of the command before (32 bytes, zeros for the first), the
// id, kind, version, the bytes of the body as they were sent, what the clock said,
// and the actor. It is what the next command names as prev, and what proofs sign.
func (c DeviceCommand) Digest(device ledger.ID) ledger.Hash {
	return sha256.Sum256(signedText(tagCommand, device[:], eightBytes(c.Seq), c.Prev[:], c.ID[:], []byte(c.Kind), eightBytes(int64(c.Version)), c.Body,
		[]byte(c.MadeAt), c.Actor[:]))
}

// CardMessage is what the actor's card signs to prove a command.
func CardMessage(digest ledger.Hash) []byte { return signedText(tagCard, digest[:]) }

// PINMessage is what the device signs when the actor's PIN was right: the phone
// checked it, and vouches for that with its own key. No PIN leaves the phone.
func PINMessage(digest ledger.Hash) []byte { return signedText(tagPIN, digest[:]) }

// deviceKeySize is the length of a public key as it is kept: an uncompressed point.
const deviceKeySize = 65

// parseDeviceKey reads a P-256 public key as WebCrypto exports it, raw or SPKI, and
// returns the uncompressed point. Anything else is invalid_device_key.
func parseDeviceKey(sent []byte) ([]byte, error) {
	refused := ledger.E(ledger.Invalid, "invalid_device_key", "public_key")
	if len(sent) != deviceKeySize {
		any, err := x509.ParsePKIXPublicKey(sent)
		key, ok := any.(*ecdsa.PublicKey)
		if err != nil || !ok || key.Curve != elliptic.P256() {
			return nil, refused
		}
		if sent, err = key.Bytes(); err != nil {
			return nil, refused
		}
	}
	if _, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), sent); err != nil {
		return nil, refused
	}
	return slices.Clone(sent), nil
}

// signedBy reports whether the signature (r and s, 32 bytes each, as WebCrypto
// writes them) over the SHA-256 sum of the message was made with the device's key.
func signedBy(key, message, signature []byte) bool {
	if len(signature) != 64 {
		return false
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), key)
	if err != nil {
		return false
	}
	sum := sha256.Sum256(message)
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	return ecdsa.Verify(public, sum[:], r, s)
}

// proved reports whether the command carries a proof that its actor made it: the
// signature of a card of hers that is in force, or the device's word that it has
// checked her PIN, which counts only if she has one.
func (p *People) proved(ctx context.Context, d Device, c DeviceCommand) (bool, error) {
	digest := c.Digest(d.ID)
	switch {
	case len(c.Proof.Card) > 0 && len(c.Proof.PIN) > 0:
		return false, nil
	case len(c.Proof.PIN) > 0:
		if !signedBy(d.key, PINMessage(digest), c.Proof.PIN) {
			return false, nil
		}
		return p.hasPIN(ctx, c.Actor)
	}
	keys, err := p.cardsInForce(ctx, c.Actor)
	return slices.ContainsFunc(keys, func(key ed25519.PublicKey) bool {
		return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, CardMessage(digest), c.Proof.Card)
	}), err
}
