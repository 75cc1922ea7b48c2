package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// front is the flags that say how the world reaches the server.
type front struct {
	Listen       string   `env:"LUMBUNG_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	TLSCert      string   `env:"LUMBUNG_TLS_CERT" type:"existingfile" placeholder:"FILE" help:"Certificate for TLS (PEM)."`
	TLSKey       string   `env:"LUMBUNG_TLS_KEY" type:"existingfile" placeholder:"FILE" help:"Its key (PEM)."`
	PublicURL    string   `env:"LUMBUNG_PUBLIC_URL" placeholder:"URL" help:"https://... that people type; with a proxy in front that does TLS, its address."`
	TrustedProxy []string `env:"LUMBUNG_TRUSTED_PROXY" placeholder:"CIDR" help:"Address or network of a proxy in front, which is believed where a request comes from. Can be given several times."`
}

// check refuses what would send real data in the clear over a network.
func (f *front) check() error {
	host, _, err := net.SplitHostPort(f.Listen)
	if err != nil {
		return fmt.Errorf("--listen must be HOST:PORT: %w", err)
	}
	if (f.TLSCert == "") != (f.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key go together")
	}
	public, err := f.public()
	if !isLoopback(host) && f.TLSCert == "" && !strings.HasPrefix(public, "https://") {
		return errors.New("listening beyond this machine needs --tls-cert and --tls-key, or --public-url=https://... of a proxy that does TLS")
	}
	if err != nil {
		return err
	}
	proxies, err := f.proxies()
	if err != nil {
		return err
	}
	if f.TLSCert == "" {
		if strings.HasPrefix(public, "https://") && len(proxies) == 0 {
			return errors.New("--public-url=https://... without a certificate means that a proxy in front does TLS: say with --trusted-proxy where it is " +
				"(127.0.0.1 on this machine) and let it set X-Forwarded-For, else one stranger's wrong PINs make everybody wait")
		}
		return nil
	}
	return private("the TLS key", f.TLSKey)
}

// public is the public address as browsers write the origin of a page, "" when none was
// given.
func (f *front) public() (string, error) {
	if f.PublicURL == "" {
		return "", nil
	}
	u, err := url.Parse(f.PublicURL)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", errors.New("--public-url must be https:// and a host, perhaps with a port, and nothing behind it")
	}
	if u.Scheme == "http" && (f.TLSCert != "" || !isLoopback(u.Hostname())) {
		return "", errors.New("--public-url must begin with https://: people's data does not go over a network in the clear")
	}
	return originOf(u.Scheme, u.Hostname(), u.Port()), nil
}

// originOf is how browsers write where a page is from.
func originOf(scheme, host, port string) string {
	host = strings.ToLower(host)
	if port == "" || scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return scheme + "://" + host
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// secure reports whether browsers come over TLS.
func (f *front) secure() bool {
	public, _ := f.public() // checked before
	return f.TLSCert != "" || strings.HasPrefix(public, "https://")
}

// origin is where browsers find the pages: at the public address, else on this machine,
// under the one name for it at which there can be passkeys.
func (f *front) origin(l net.Listener) string {
	if public, _ := f.public(); public != "" { // checked before
		return public
	}
	scheme := "http"
	if f.TLSCert != "" {
		scheme = "https"
	}
	return originOf(scheme, "localhost", portOf(l))
}

func portOf(l net.Listener) string {
	_, port, _ := net.SplitHostPort(l.Addr().String()) // a TCP listener has one
	return port
}

// proxies are the networks of the proxies in front.
func (f *front) proxies() ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range f.TrustedProxy {
		text = strings.TrimSpace(text)
		p, err := netip.ParsePrefix(text)
		if a, alone := netip.ParseAddr(text); alone == nil {
			a = a.Unmap().WithZone("")
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxy must be an address or a network, such as 10.0.0.7 or 10.0.0.0/24; %q is none", text)
		}
		if p.Bits() == 0 {
			return nil, errors.New("--trusted-proxy must not be the whole world: anybody could then say to be anybody")
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// browsable is the address of a listener on this machine as people should type it: a
// passkey belongs to a name, and localhost is the one that this machine has.
func browsable(l net.Listener) string {
	host, port, _ := net.SplitHostPort(l.Addr().String()) // a TCP listener has both
	if host == "127.0.0.1" || host == "::1" {
		host = "localhost"
	}
	return originOf("http", host, port)
}
