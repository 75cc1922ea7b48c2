package phonetest

import (
	"fmt"

	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// SignIn signs the body of a request with which somebody signs in at the phone.
func (p *Phone) SignIn(body string) people.DeviceRequest {
	p.Request++
	x := people.DeviceRequest{Device: p.ID, Request: p.Request, Clock: p.Clock, Body: []byte(body)}
	x.Signature = p.Sign(people.SyncMessage(people.SyncMethod, people.SignInPath, x.Device, x.Request, x.Clock, x.Body))
	return x
}

// SignInHeaders are those of a request with which somebody signs in at the phone.
func SignInHeaders(x people.DeviceRequest) []string {
	return []string{"Lumbung-Device", x.Device.String(), "Lumbung-Request", fmt.Sprint(x.Request), "Lumbung-Time", x.Clock,
		"Lumbung-Signature", encoded(x.Signature)}
}
