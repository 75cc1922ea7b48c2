package api

import (
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// keyHeader is the header a client may put its command's id into.
const keyHeader = "Idempotency-Key"

// maxKey is how many characters of it we accept.
const maxKey = 128

// Idempotent is embedded into the input of every command.
type Idempotent struct {
	Key string `header:"Idempotency-Key" doc:"The id of this command, if the body has none: a UUID, or any text of at most 128 characters. The same id with the same body is the same command."`
}

// commandID says which command a request is: the id in its body, or the one in
// the Idempotency-Key header (a UUID as it is; any other text stands for an id
// derived from it under home), or a fresh one, when repeating is the caller's
// own risk. Both at once must agree.
func commandID(body ledger.ID, header string, home ledger.ID) (ledger.ID, error) {
	if header == "" {
		if !body.IsZero() {
			return body, nil
		}
		fresh, err := uuid.NewV7()
		return ledger.ID(fresh), err
	}
	key, err := keyID(header, home)
	if err != nil {
		return ledger.ID{}, err
	}
	if !body.IsZero() && body != key {
		return ledger.ID{}, ledger.E(ledger.Invalid, "id_mismatch", keyHeader)
	}
	return key, nil
}

func keyID(header string, home ledger.ID) (ledger.ID, error) {
	if id, err := ledger.ParseID(header); err == nil {
		return id, nil
	}
	if header == uuid.Nil.String() {
		// Programs that forgot to fill in the id would all be one command.
		return ledger.ID{}, ledger.E(ledger.Invalid, "invalid_id", keyHeader)
	}
	if !utf8.ValidString(header) {
		return ledger.ID{}, ledger.E(ledger.Invalid, "invalid_utf8", keyHeader)
	}
	n := 0
	for _, r := range header {
		if n++; !unicode.IsPrint(r) {
			return ledger.ID{}, ledger.E(ledger.Invalid, "invalid_text", keyHeader)
		}
	}
	if n > maxKey {
		return ledger.ID{}, ledger.E(ledger.Invalid, "too_long", keyHeader, "max", "128")
	}
	return ledger.DeriveID(home, "key:"+header), nil
}
