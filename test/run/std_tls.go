// uses: crypto/tls, crypto/x509, crypto/x509/pkix, encoding/pem
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"time"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

var from = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

func certificate(parent *x509.Certificate, parentKey *ecdsa.PrivateKey, name string, ca bool) (*x509.Certificate, *ecdsa.PrivateKey) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	t := &x509.Certificate{
		SerialNumber: big.NewInt(42), Subject: pkix.Name{CommonName: name, Organization: []string{"Gophers"}},
		NotBefore: from, NotAfter: from.AddDate(1, 0, 0), BasicConstraintsValid: true, IsCA: ca, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if ca {
		t.KeyUsage |= x509.KeyUsageCertSign
	} else {
		t.DNSNames = []string{name}
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	}
	if parent == nil {
		parent, parentKey = t, key
	}
	der, err := x509.CreateCertificate(rand.Reader, t, parent, &key.PublicKey, parentKey)
	check(err)
	c, err := x509.ParseCertificate(der)
	check(err)
	return c, key
}

// queued is a connection whose writes do not wait for the reader.
type queued struct {
	net.Conn
	q chan []byte
}

func queue(c net.Conn) *queued {
	q := &queued{c, make(chan []byte, 100)}
	go func() {
		for b := range q.q {
			c.Write(b)
		}
		c.Close()
	}()
	return q
}
func (q *queued) Write(b []byte) (int, error) { q.q <- append([]byte{}, b...); return len(b), nil }
func (q *queued) Close() error                { close(q.q); return nil }

// SetWriteDeadline does nothing: writes do not wait, and those in the queue are to arrive when the connection is closed.
func (q *queued) SetWriteDeadline(time.Time) error { return nil }

func talk(server, client *tls.Config) {
	a0, b0 := net.Pipe()
	a, b := queue(a0), queue(b0)
	done := make(chan error)
	go func() {
		s := tls.Server(a, server)
		buf := make([]byte, 100)
		n, err := s.Read(buf)
		if err == nil {
			_, err = s.Write(append([]byte("echo "), buf[:n]...))
		}
		s.Close()
		done <- err
	}()
	c := tls.Client(b, client)
	_, err := c.Write([]byte("hello"))
	if err == nil {
		var reply []byte
		reply, err = io.ReadAll(c)
		st := c.ConnectionState()
		fmt.Println(string(reply), tls.VersionName(st.Version), st.NegotiatedProtocol, st.ServerName, len(st.PeerCertificates), st.HandshakeComplete, st.DidResume)
	}
	fmt.Println("client:", err)
	b.Close()
	fmt.Println("server:", <-done)
}

func main() {
	ca, caKey := certificate(nil, nil, "Root", true)
	leaf, leafKey := certificate(ca, caKey, "example.com", false)
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	now := from.AddDate(0, 1, 0)
	chains, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: "example.com", CurrentTime: now})
	fmt.Println(len(chains), err, leaf.Subject, leaf.Issuer, leaf.SerialNumber, leaf.SignatureAlgorithm, leaf.PublicKeyAlgorithm)
	_, err = leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: "example.org", CurrentTime: now})
	fmt.Println(err)
	_, err = leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: from.AddDate(3, 0, 0)})
	fmt.Println(err)
	_, err = leaf.Verify(x509.VerifyOptions{Roots: x509.NewCertPool(), CurrentTime: now})
	fmt.Println(err)
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf.Raw})
	p, rest := pem.Decode(append(block, "tail"...))
	again, err := x509.ParseCertificate(p.Bytes)
	check(err)
	fmt.Println(p.Type, again.Equal(leaf), string(rest))

	server := &tls.Config{SessionTicketsDisabled: true, Certificates: []tls.Certificate{{Certificate: [][]byte{leaf.Raw}, PrivateKey: leafKey}}, NextProtos: []string{"x", "h2"}, Time: func() time.Time { return now }}
	client := &tls.Config{RootCAs: roots, ServerName: "example.com", NextProtos: []string{"h2"}, Time: server.Time}
	talk(server, client)
	old := client.Clone()
	old.MaxVersion = tls.VersionTLS12
	talk(server, old)
	wrong := client.Clone()
	wrong.ServerName = "example.net"
	talk(server, wrong)
	fmt.Println(tls.CipherSuiteName(tls.TLS_AES_128_GCM_SHA256), len(tls.CipherSuites()) > 3)
}
