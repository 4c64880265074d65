// Package node runs a NATS server with JetStream inside the program: for a single
// machine, or as one node of a cluster.
//
// What must stay true: a message that was acknowledged is on the disk
// (sync_interval: always), so that a machine that loses its power loses nothing.
package node

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// Options say how to run. The zero value of each field asks for its default.
type Options struct {
	Store  string // folder of the messages
	Listen string // address for clients; default 127.0.0.1:4222, "none" for none
	// Name, ClusterListen and Routes make it a node of the cluster Cluster: its
	// name, its address for the other nodes, and theirs.
	Name, Cluster, ClusterListen string
	Routes                       []string
	// Cert and Key are the server's certificate; with CA only clients are let in
	// whose certificate that authority signed.
	Cert, Key, CA string
	MaxStore      int64 // bytes of messages at most; default 64 GiB
	// Tell is told of what the server notices; problem when it is a warning or worse.
	Tell func(problem bool, line string)
}

// Node is a running server.
type Node struct{ *server.Server }

// Start starts a server and waits until clients can connect.
func Start(o Options) (*Node, error) {
	opts, err := o.server()
	if err != nil {
		return nil, err
	}
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("cannot start the NATS server: %w", err)
	}
	if o.Tell != nil {
		s.SetLoggerV2(log(o.Tell), false, false, false)
	}
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		s.Shutdown()
		return nil, fmt.Errorf("cannot start the NATS server: it was not ready after 10 s; is %s or %s in use?", o.Listen, o.ClusterListen)
	}
	return &Node{s}, nil
}

// Stop ends the server; what was acknowledged is on the disk.
func (n *Node) Stop() {
	n.Shutdown()
	n.WaitForShutdown()
}

func (o *Options) server() (*server.Options, error) {
	if o.Store == "" {
		return nil, errors.New("the NATS server needs a folder for its messages")
	}
	if o.MaxStore <= 0 {
		o.MaxStore = 64 << 30
	}
	if o.Listen == "" {
		o.Listen = "127.0.0.1:4222"
	}
	opts := &server.Options{
		ServerName: o.Name, JetStream: true, StoreDir: o.Store, SyncAlways: true, JetStreamMaxMemory: 64 << 20, JetStreamMaxStore: o.MaxStore,
		NoSigs: true, NoLog: o.Tell == nil, PingInterval: 10 * time.Second, MaxPingsOut: 2, WriteDeadline: 10 * time.Second, DisableShortFirstPing: true,
	}
	var err error
	if o.Listen == "none" {
		opts.DontListen = true
	} else if opts.Host, opts.Port, err = place(o.Listen); err != nil {
		return nil, err
	}
	if o.Cert != "" {
		if opts.TLSConfig, err = server.GenTLSConfig(&server.TLSConfigOpts{CertFile: o.Cert, KeyFile: o.Key, CaFile: o.CA, Verify: o.CA != "", MinVersion: tls.VersionTLS12}); err != nil {
			return nil, fmt.Errorf("cannot use the certificate: %w", err)
		}
		opts.TLS, opts.TLSTimeout = true, 5
	}
	if o.ClusterListen != "" {
		err = o.cluster(opts)
	}
	return opts, err
}

func (o *Options) cluster(opts *server.Options) error {
	if o.Name == "" {
		return errors.New("a node of a cluster needs a name of its own (--name)")
	}
	opts.Cluster.Name = o.Cluster
	if opts.Cluster.Name == "" {
		opts.Cluster.Name = "chancery"
	}
	var err error
	if opts.Cluster.Host, opts.Cluster.Port, err = place(o.ClusterListen); err != nil {
		return err
	}
	if opts.TLSConfig != nil {
		opts.Cluster.TLSConfig = opts.TLSConfig.Clone()
		opts.Cluster.TLSConfig.RootCAs = opts.Cluster.TLSConfig.ClientCAs
		opts.Cluster.TLSTimeout = 5
	}
	for _, r := range o.Routes {
		u, err := url.Parse(r)
		if err != nil || u.Host == "" {
			return fmt.Errorf("%q is no address of a node; give it as nats://host:6222", r)
		}
		opts.Routes = append(opts.Routes, u)
	}
	return nil
}

// place splits an address into host and port.
func place(address string) (host string, port int, err error) {
	host, p, err := net.SplitHostPort(address)
	if err == nil {
		port, err = strconv.Atoi(p)
	}
	if err != nil {
		return "", 0, fmt.Errorf("%q is no address to listen on; give it as 127.0.0.1:4222", address)
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	return host, port, nil
}

// log is what the server writes to.
type log func(problem bool, line string)

func (l log) Noticef(format string, v ...any) { l(false, fmt.Sprintf(format, v...)) }
func (l log) Warnf(format string, v ...any)   { l(true, "warning: "+fmt.Sprintf(format, v...)) }
func (l log) Errorf(format string, v ...any)  { l(true, "error: "+fmt.Sprintf(format, v...)) }
func (l log) Fatalf(format string, v ...any)  { l(true, "error: "+fmt.Sprintf(format, v...)) }
func (l log) Debugf(string, ...any)           {}
func (l log) Tracef(string, ...any)           {}
