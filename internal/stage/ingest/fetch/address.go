package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
)

// denied are the ranges that are not the public Internet: this host, private and
// shared networks, link-local ones with the metadata services of clouds, ranges
// for documentation and tests, relays, multicast, and what is reserved.
var denied = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
	"172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

// global is all of IPv6 that is given out for public use; nat64 holds IPv4
// addresses that a gateway translates.
var (
	global = netip.MustParsePrefix("2000::/3")
	nat64  = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// Public tells whether an address belongs to the public Internet. An IPv4
// address is looked for inside the IPv6 forms that carry one.
func Public(a netip.Addr) bool {
	a = a.WithZone("").Unmap()
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	if !a.IsValid() || a.Is6() && !global.Contains(a) {
		return false
	}
	return !within(a, denied)
}

func within(a netip.Addr, ranges []netip.Prefix) bool {
	for _, p := range ranges {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// allowed tells whether an address may be dialled: it is public, or the user has
// allowed its range.
func (o *Options) allowed(a netip.Addr) bool {
	return Public(a) || o.named(a)
}

func (o *Options) named(a netip.Addr) bool {
	return within(a.WithZone(""), o.Allow) || within(a.WithZone("").Unmap(), o.Allow)
}

// checkURL refuses what is no plain web address.
func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("only http and https are fetched, not %.20q", u.Scheme)
	case u.Hostname() == "":
		return fmt.Errorf("the address has no host")
	case u.User != nil:
		return fmt.Errorf("the address has a user name; addresses with credentials are not fetched")
	}
	return nil
}

// port is the port of an address. Below 1024 only the web's own are dialled, so
// that no mail server or printer is made to read a request.
func port(s string) (uint16, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%q is no port", s)
	}
	if n < 1024 && n != 80 && n != 443 {
		return 0, fmt.Errorf("port %d is not one of the web", n)
	}
	return uint16(n), nil
}
