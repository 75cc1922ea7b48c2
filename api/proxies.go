package api

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// peer is the other end of the connection; the zero address when it has none.
func peer(c *fiber.Ctx) netip.Addr {
	tcp, ok := c.Context().RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	return plainAddress(tcp.AddrPort().Addr())
}

// plainAddress writes an IPv4 address as one, and leaves the zone away.
func plainAddress(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// trusts reports whether what the address says of others is believed.
func (s *Server) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(s.config.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// origin is the address that a request comes from: the other end of the connection, or,
// if that is a proxy we trust, the right-most address in X-Forwarded-For that is none.
// What stands further left anybody could have written. Behind something that is no
// address nothing is believed.
func (s *Server) origin(c *fiber.Ctx) netip.Addr {
	at := peer(c)
	steps := forwarded(c, fiber.HeaderXForwardedFor)
	for i := len(steps) - 1; i >= 0 && s.trusts(at); i-- {
		next, ok := parseStep(steps[i])
		if !ok {
			break
		}
		at = next
	}
	return at
}

// forwarded is what proxies have written into a header, the last one's word last. Each
// may have added to the list or sent a header of its own.
func forwarded(c *fiber.Ctx, header string) []string {
	var all []string
	for _, line := range c.Request().Header.PeekAll(header) {
		all = append(all, strings.Split(string(line), ",")...)
	}
	return all
}

// parseStep reads an address with or without a port.
func parseStep(text string) (netip.Addr, bool) {
	text = strings.TrimSpace(text)
	if a, err := netip.ParseAddr(text); err == nil {
		return plainAddress(a), true
	}
	if a, err := netip.ParseAddrPort(text); err == nil {
		return plainAddress(a.Addr()), true
	}
	return netip.Addr{}, false
}

// counted is under what an address is counted. Whoever has one IPv6 address has the
// 2^64 beside it as well.
func counted(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// secure reports whether the browser speaks TLS: to us, to a proxy at the public
// address, or to one that we trust and that says so.
func (s *Server) secure(c *fiber.Ctx) bool {
	if s.config.Secure {
		return true
	}
	said := forwarded(c, fiber.HeaderXForwardedProto)
	return len(said) > 0 && strings.EqualFold(strings.TrimSpace(said[len(said)-1]), "https") && s.trusts(peer(c))
}

type addressKey struct{}

// AddressFrom is under what a request is counted by where it comes from: an IPv4
// address, or the /64 of an IPv6 address.
func AddressFrom(ctx context.Context) string {
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}

type secureKey struct{}

// secureFrom reports whether the request came over TLS.
func secureFrom(ctx context.Context) bool {
	secure, _ := ctx.Value(secureKey{}).(bool)
	return secure
}

// arrived puts into ctx where c comes from, and how.
func (s *Server) arrived(ctx context.Context, c *fiber.Ctx) context.Context {
	return context.WithValue(context.WithValue(ctx, addressKey{}, counted(s.origin(c))), secureKey{}, s.secure(c))
}
