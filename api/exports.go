package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/report"
)

func addExports(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/exports/hledger", Action: "books.export", Tag: "proof", Produces: "text/plain",
		Summary: "The whole book as an hledger journal", Description: "Plain text that hledger reads; funds, parties and items are tags."},
		func(ctx context.Context, in *InBook) (*huma.StreamResponse, error) {
			return s.export(ctx, in.Book, "journal", "text/plain; charset=utf-8", func(book ledger.Book, w io.Writer) error {
				return report.Journal(ctx, s.store, book, w)
			})
		})
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/exports/csv", Action: "books.export", Tag: "proof", Produces: "text/csv",
		Summary: "The whole book as a table", Description: "A row per posting line. Cells cannot be taken for formulas."},
		func(ctx context.Context, in *struct {
			InBook
			Language string `header:"Accept-Language" doc:"id or en: the language of account names"`
		}) (*huma.StreamResponse, error) {
			return s.export(ctx, in.Book, "csv", "text/csv; charset=utf-8", func(book ledger.Book, w io.Writer) error {
				return report.Table(ctx, s.store, book, chooseLanguage(in.Language), w)
			})
		})
}

// export writes the book into a file without a name and answers with it, so
// that a book of any size takes no memory and a failure is still a problem and
// not half a file.
func (s *Server) export(ctx context.Context, id ledger.ID, ending, mediaType string, write func(ledger.Book, io.Writer) error) (*huma.StreamResponse, error) {
	book, err := s.store.Book(ctx, id)
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "lumbung-export-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if err := write(book, f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", mediaType)
		ctx.SetHeader("Content-Disposition", `attachment; filename="`+id.String()+"."+ending+`"`)
		ctx.SetStatus(http.StatusOK)
		unwrap(ctx).fiber.Context().SetBodyStream(f, int(size)) // closes f when it is sent
	}}, nil
}
