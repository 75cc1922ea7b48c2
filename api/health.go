package api

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// health says that all is well.
type health struct {
	Body struct {
		Status string `json:"status" example:"ok"`
	}
}

func healthy() *health {
	h := &health{}
	h.Body.Status = "ok"
	return h
}

// addHealth registers what machines ask. Each address exists at the root, where
// tools look for it, and below /v1, where the contract has it.
func addHealth(s *Server) {
	for _, prefix := range []string{"", "/v1"} {
		second := prefix == ""
		add(s, Route{
			Method: http.MethodGet, Path: prefix + "/healthz", Public: true, Hidden: second, Tag: "system",
			Summary: "Is the program alive?", Description: "Always answers as long as the program runs.",
		}, func(context.Context, *struct{}) (*health, error) { return healthy(), nil })
		add(s, Route{
			Method: http.MethodGet, Path: prefix + "/readyz", Public: true, Hidden: second, Tag: "system",
			Summary:     "Is the program ready to serve?",
			Description: "Answers 503 when the database cannot be reached, and as soon as a shutdown has begun.",
		}, s.ready)
		add(s, Route{
			Method: http.MethodGet, Path: prefix + "/openapi.json", Public: true, Hidden: second, Tag: "system",
			Summary: "This contract", Description: "OpenAPI 3.1. The same program always writes the same bytes.",
			Produces: jsonType,
		}, s.showDocument)
		add(s, Route{
			Method: http.MethodGet, Path: prefix + "/metrics", Action: "metrics.read", Hidden: second, Tag: "system",
			Summary: "Numbers about the running program", Description: "Prometheus' text format.",
			Produces: "text/plain",
		}, s.showMetrics)
	}
}

func (s *Server) ready(ctx context.Context, _ *struct{}) (*health, error) {
	if s.draining.Load() {
		return nil, ledger.E(ledger.Busy, "shutting_down", "")
	}
	if err := s.config.Ready(ctx); err != nil {
		s.log.LogAttrs(ctx, slog.LevelWarn, "not ready", slog.String("error", err.Error()))
		return nil, ledger.E(ledger.Busy, "busy", "")
	}
	return healthy(), nil
}
