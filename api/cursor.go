package api

import (
	"encoding/base64"
	"encoding/binary"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Paging is embedded into the input of every list.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items to answer"`
	Cursor string `query:"cursor" maxLength:"512" doc:"Where to go on: next_cursor of the page before"`
}

// page is one page of a list.
type page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor" doc:"Where the next page begins; null on the last one"`
}

// pageOf makes a page of items, of which the handler has read one more than
// limit to see whether there are more. keys names the place of an item in the
// list's order, as after will hand it back.
func pageOf[T any](list string, items []T, limit int, keys func(T) []string) page[T] {
	if len(items) <= limit {
		return page[T]{Items: items}
	}
	items = items[:limit]
	next := encodeCursor(list, keys(items[limit-1])...)
	return page[T]{Items: items, NextCursor: &next}
}

// after returns the n keys of the item the page before ended with, or nil for
// the first page. The cursor is not secret and not signed: keys are as
// trustworthy as any other parameter.
func (p Paging) after(list string, n int) ([]string, error) {
	if p.Cursor == "" {
		return nil, nil
	}
	return decodeCursor(p.Cursor, list, n)
}

// cursorVersion is the first byte of a cursor.
const cursorVersion = 1

// encodeCursor writes version, name of the list and keys, each with its length
// before it. The name keeps a cursor from being used on another list.
func encodeCursor(list string, keys ...string) string {
	b := []byte{cursorVersion}
	for _, part := range append([]string{list}, keys...) {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeCursor(cursor, list string, n int) ([]string, error) {
	refused := ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) == 0 || b[0] != cursorVersion {
		return nil, refused
	}
	b = b[1:]
	var parts []string
	for len(b) > 0 && len(parts) <= n {
		length, used := binary.Uvarint(b)
		if used <= 0 || length > uint64(len(b)-used) {
			return nil, refused
		}
		part := string(b[used : used+int(length)])
		if checkText(part, "") != nil {
			return nil, refused
		}
		parts = append(parts, part)
		b = b[used+int(length):]
	}
	// Only what we would write ourselves is accepted.
	if len(parts) != n+1 || parts[0] != list || encodeCursor(list, parts[1:]...) != cursor {
		return nil, refused
	}
	return parts[1:], nil
}
