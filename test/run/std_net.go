// uses: net, net/netip, net/url
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"time"
)

func main() {
	a, b := net.Pipe()
	go func() {
		for i := range 3 {
			fmt.Fprintf(a, "message %d;", i)
		}
		a.Close()
	}()
	got, err := io.ReadAll(b)
	fmt.Println(string(got), err, a.LocalAddr())
	c, _ := net.Pipe()
	c.SetReadDeadline(time.Now().Add(2 * time.Millisecond))
	_, err = c.Read(make([]byte, 1))
	var ne net.Error
	fmt.Println(err, errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &ne) && ne.Timeout())

	for _, s := range []string{"192.0.2.1", "::ffff:1.2.3.4", "2001:db8::1", "1.2.3", "fe80::1%eth0"} {
		ip := net.ParseIP(s)
		fmt.Println(s, ip, len(ip), ip.To4() != nil, ip.IsPrivate())
	}
	ip, n, err := net.ParseCIDR("10.1.2.3/20")
	fmt.Println(ip, n, err, n.Contains(net.IPv4(10, 1, 15, 1)), net.IP(n.Mask))
	_, _, err = net.ParseCIDR("10.0.0.0/33")
	fmt.Println(err)
	fmt.Println(net.SplitHostPort("[::1]:80"))
	fmt.Println(net.SplitHostPort("host"))
	fmt.Println(net.JoinHostPort("::1", "8080"))
	hw, err := net.ParseMAC("00:1A-2b")
	fmt.Println(hw, err)
	hw, err = net.ParseMAC("00:00:5e:00:53:01")
	fmt.Println(hw, err, net.CIDRMask(20, 32))
	var ee error = &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: ip, Port: 80}, Err: errors.New("refused")}
	fmt.Println(ee, &net.DNSError{Err: "no such host", Name: "x.invalid", IsNotFound: true})
	_, err = net.Dial("nonet", "x")
	fmt.Println(err)

	addrs := []netip.Addr{netip.MustParseAddr("2001:db8::2"), netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("9.9.9.9"), netip.IPv6Unspecified()}
	slices.SortFunc(addrs, netip.Addr.Compare)
	fmt.Println(addrs, addrs[0].Next(), addrs[0].Is4(), addrs[1].Prev())
	p := netip.MustParsePrefix("192.168.77.0/22")
	fmt.Println(p, p.Masked(), p.Contains(netip.MustParseAddr("192.168.79.255")), p.Overlaps(netip.MustParsePrefix("192.168.76.0/24")))
	ap, err := netip.ParseAddrPort("[fe80::1%lo]:443")
	fmt.Println(ap.Addr().Zone(), ap.Port(), err)
	_, err = netip.ParseAddr("1.2.3.256")
	fmt.Println(err)
	fmt.Println(map[netip.Addr]int{netip.MustParseAddr("::1"): 1}[netip.IPv6Loopback()], netip.AddrFrom4([4]byte{1, 2, 3, 4}).As16())

	u, err := url.Parse("https://user:p%40ss@example.com:8080/a%2Fb/../c d?q=1&r=x+y&q=2#frag%20ment")
	fmt.Println(u, err)
	fmt.Println(u.User, u.Hostname(), u.Port(), u.Path, u.EscapedPath(), u.RawQuery, u.Query()["q"], u.Fragment, u.Redacted())
	fmt.Println(u.JoinPath("../x", "/y/"), u.ResolveReference(&url.URL{Path: "../z", RawQuery: "k=v"}))
	v := url.Values{"b": {"2", "é"}, "a": {"1 &"}}
	fmt.Println(v.Encode(), url.PathEscape("a/b c?"), url.QueryEscape("a/b c?"))
	for _, bad := range []string{"http://[::1", ":x", "http://a b/", "%zz", "http://h:port/"} {
		_, err := url.Parse(bad)
		fmt.Println(err)
	}
	_, err = url.QueryUnescape("%x")
	fmt.Println(err)
}
