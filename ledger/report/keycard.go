package report

import (
	"io"

	"github.com/lumbung-ledger/lumbung/ledger/paper"
)

// KeyCard writes a key card for printing, as a PDF of one page: whose it is, the group
// or organisation, and the card's text.
func KeyCard(w io.Writer, name, of, text string) error {
	return paper.WriteCard(w, paper.Card{
		Title: "KARTU KUNCI", Name: name, Of: of, Code: text,
		Help: []string{
			"Tunjukkan kode ini ke kamera untuk masuk, atau ketik hurufnya.",
			"Simpan seperti uang. Jangan difoto, jangan dipinjamkan.",
			"Hilang? Segera beri tahu ketua atau petugas.",
		},
		Small: []string{
			"Key card: show this code to the camera to sign in, or type it.",
			"Keep it like money: no photographs, no lending. If it is lost, tell the chair or an officer at once.",
		},
	})
}
