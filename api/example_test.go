package api_test

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"

	"github.com/lumbung-ledger/lumbung/api"
)

// A server with an operator's token, of which only the hash is kept.
func Example() {
	hash := sha256.Sum256([]byte("correct horse battery staple"))
	s := api.New(api.Config{
		Version: "1.0.0",
		Log:     slog.New(slog.DiscardHandler),
		OperatorToken: func(token string) bool {
			given := sha256.Sum256([]byte(token))
			return subtle.ConstantTimeCompare(given[:], hash[:]) == 1
		},
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() { _ = s.Serve(l) }()

	resp, err := http.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	fmt.Println(resp.StatusCode, string(body))
	// Output: 200 {"status":"ok"}
}
