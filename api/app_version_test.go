package api

import "testing"

func TestAnAppThatIsTooOld(t *testing.T) {
	s := start(t, Config{Site: site()}, addSample)
	for _, c := range []struct {
		what, path, protocol string
		status               int
	}{
		{"the oldest that is spoken", "/v1/openapi.json", "1", 200},
		{"a newer one", "/v1/openapi.json", "7", 200},
		{"an older one", "/v1/openapi.json", "0", 426},
		{"no number", "/v1/openapi.json", "one", 426},
		{"a number with more behind it", "/v1/openapi.json", "1; x", 426},
		{"a program, which names none", "/v1/openapi.json", "", 200},
		{"an older one at a path that is not there", "/v1/nowhere", "0", 426},
		{"an older one, fetching the new one", "/group", "0", 200},
		{"an older one, asking whether the server is there", "/healthz", "0", 200},
	} {
		a := s.call("GET", c.path, "", "Lumbung-App", c.protocol)
		if a.status != c.status {
			t.Errorf("%s: %d", c.what, a.status)
		}
		if c.status != 426 {
			continue
		}
		if a.problem.Code != "app_too_old" || a.header.Get("Content-Type") != "application/problem+json" || a.header.Get("Upgrade") != "lumbung-app/1" {
			t.Errorf("%s: %s %v", c.what, a.body, a.header)
		}
	}
	if a := s.call("POST", "/v1/sync", `{"made":0,"commands":[]}`, "Lumbung-App", "0"); a.problem.Code != "app_too_old" {
		t.Errorf("sending: %d %s", a.status, a.body)
	}
}
