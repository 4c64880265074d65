package fleet

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/internal/pipeline/fleet/node"
)

// authority signs certificates for tests.
type authority struct {
	t    *testing.T
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	a := &authority{t: t, dir: t.TempDir()}
	a.sign("ca", true)
	return a
}

func (a *authority) file(name string) string { return filepath.Join(a.dir, name+".pem") }

// sign writes a certificate and its key.
func (a *authority) sign(name string, ca bool) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IsCA: ca, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if ca {
		a.cert, a.key = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, a.cert, key.Public(), a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	if ca {
		if a.cert, err = x509.ParseCertificate(der); err != nil {
			a.t.Fatal(err)
		}
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{name: {Type: "CERTIFICATE", Bytes: der}, name + "-key": {Type: "EC PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(a.file(file), pem.EncodeToMemory(block), 0o600); err != nil {
			a.t.Fatal(err)
		}
	}
}

// A server with certificates lets in only who has one of its authority.
func TestCertificates(t *testing.T) {
	a := newAuthority(t)
	a.sign("server", false)
	a.sign("client", false)
	n, err := node.Start(node.Options{Store: t.TempDir(), Listen: "127.0.0.1:0", Cert: a.file("server"), Key: a.file("server-key"), CA: a.file("ca")})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Stop()
	connect := func(o Options) error {
		o.URLs, o.Patience = n.ClientURL(), 3*time.Second
		q, err := Connect(t.Context(), o)
		if err == nil {
			q.Close()
		}
		return err
	}
	if err := connect(Options{CA: a.file("ca"), Cert: a.file("client"), Key: a.file("client-key")}); err != nil {
		t.Error(err)
	}
	other := newAuthority(t)
	other.sign("client", false)
	for name, o := range map[string]Options{
		"without anything": {}, "without a certificate": {CA: a.file("ca")}, "with another's": {CA: a.file("ca"), Cert: other.file("client"), Key: other.file("client-key")},
		"believing another": {CA: other.file("ca"), Cert: a.file("client"), Key: a.file("client-key")},
	} {
		if err := connect(o); err == nil {
			t.Errorf("a client %s was let in", name)
		}
	}
}

// Two nodes of a cluster know each other by their certificates.
func TestClusterOfCertificates(t *testing.T) {
	a := newAuthority(t)
	a.sign("server", false)
	address := func() string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		return l.Addr().String()
	}
	at := []string{address(), address(), address()}
	var nodes []*node.Node
	for i, name := range []string{"n1", "n2", "n3"} {
		o := node.Options{Store: t.TempDir(), Listen: "127.0.0.1:0", Name: name, ClusterListen: at[i], Cert: a.file("server"), Key: a.file("server-key"), CA: a.file("ca")}
		for j := range at {
			if j != i {
				o.Routes = append(o.Routes, "nats://"+at[j])
			}
		}
		n, err := node.Start(o)
		if err != nil {
			t.Fatal(err)
		}
		defer n.Stop()
		nodes = append(nodes, n)
	}
	urls := []string{}
	for _, n := range nodes {
		urls = append(urls, n.ClientURL())
	}
	q, err := Connect(t.Context(), Options{URLs: strings.Join(urls, ","), CA: a.file("ca"), Cert: a.file("server"), Key: a.file("server-key"), Patience: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if s, err := q.Status(t.Context()); err != nil || s.Replicas != 3 {
		t.Errorf("%+v, %v", s, err)
	}
}
