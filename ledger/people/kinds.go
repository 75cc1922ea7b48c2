package people

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// DeviceCommand is a command as a device made it and sends it.
type DeviceCommand struct {
	ID      ledger.ID       // UUIDv7, made and kept on the device before it says "saved"
	Seq     int64           // 1, 2, 3, ... on this device
	Prev    ledger.Hash     // the digest of the one before, zero for the first
	Kind    string          // "entry.post"
	Version int             // of the form of the body
	Body    json.RawMessage // an object, its bytes as they were sent
	MadeAt  string          // what the device's clock said; nothing is ordered by it
	Actor   ledger.ID       // who says that this happened
	Proof   Proof
}

// Proof shows that the actor made the command: one of the two.
type Proof struct {
	Card []byte // signature of her card over the [CardMessage]
	PIN  []byte // signature of the device over the [PINMessage]: it has checked her PIN
}

// FromDevice is a command on its way to what does it.
type FromDevice struct {
	DeviceCommand
	Home     ledger.ID // the group's book
	Device   ledger.ID
	Late     bool // it came after the device's lease had run out
	Released bool // the key-holders let it through, whatever spoke against it
}

// CommandKind is a sort of command that devices may send, in one version of its body. The
// server goes on understanding every version there ever was.
//
// A fact has happened where there was no network: whatever speaks against it, it
// waits for the key-holders and is never lost. A request asks for a decision and may
// be refused.
type CommandKind struct {
	Name     string
	Version  int
	Request  bool
	MoneyOut bool // only under a running lease
	Allowed  Allowed
	// Do does the command under its own id, so that doing it twice does it once. Busy
	// and limited leave the command to be tried again.
	Do func(ctx context.Context, s *store.Store, actor Caller, cmd FromDevice) (store.Result, error)
}

type kindName struct {
	name    string
	version int
}

// kinds are the sorts of commands that are understood.
type kinds struct {
	mu  sync.RWMutex
	all map[kindName]CommandKind
}

// Accept makes the kinds known that devices may send. A kind that is known already
// is replaced.
func (p *People) Accept(all ...CommandKind) {
	p.kinds.mu.Lock()
	defer p.kinds.mu.Unlock()
	if p.kinds.all == nil {
		p.kinds.all = map[kindName]CommandKind{}
	}
	for _, k := range all {
		p.kinds.all[kindName{k.Name, k.Version}] = k
	}
}

func (p *People) kind(c DeviceCommand) (CommandKind, bool) {
	p.kinds.mu.RLock()
	defer p.kinds.mu.RUnlock()
	k, ok := p.kinds.all[kindName{c.Kind, c.Version}]
	return k, ok
}

// packedCommand is a command as it is kept. The body is bytes: no encoder may touch
// what was signed.
type packedCommand struct {
	Prev    ledger.Hash
	Kind    string
	Version int
	Body    []byte
	MadeAt  string
	Proof   Proof
}

func packCommand(c DeviceCommand) ([]byte, error) {
	return json.Marshal(packedCommand{c.Prev, c.Kind, c.Version, c.Body, c.MadeAt, c.Proof})
}

func (r *deviceCommandRow) command() (DeviceCommand, error) {
	var packed packedCommand
	if err := json.Unmarshal(r.Body, &packed); err != nil {
		return DeviceCommand{}, err
	}
	return DeviceCommand{ID: r.ID, Seq: r.Seq, Prev: packed.Prev, Kind: packed.Kind, Version: packed.Version, Body: packed.Body,
		MadeAt: packed.MadeAt, Actor: r.Actor, Proof: packed.Proof}, nil
}
