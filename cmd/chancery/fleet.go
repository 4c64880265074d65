package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"chancery/internal/pipeline/fleet"
	"chancery/internal/pipeline/fleet/node"
)

func fleetCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fleet",
		Short: "Code and keep news with many workers, on one machine or on many",
		Long: `A fleet shares work among any number of workers through a queue (NATS JetStream).
Submit cuts WARC files, JSON lines, folders and lists of feeds into works, small
references to places in files. Each worker takes some, codes their pages, keeps them
in one PostgreSQL archive, and acknowledges a work when it is committed. What a worker
leaves undone, another one does; the archive becomes the same as by chancery ingest.

docs/fleet.md tells how it works, what it guarantees, and how to run it.`,
		Example: `  chancery fleet server queue/ &
  chancery fleet submit news/
  chancery fleet work --archive postgres://desk@db/chancery
  chancery fleet status`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("there is no command chancery fleet %s; see chancery fleet --help", args[0])
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(fleetSubmitCommand(a), fleetWorkCommand(a), fleetStatusCommand(a), fleetDeadCommand(a), fleetServerCommand(a))
	return cmd
}

// queueFlags say where the queue of a fleet is.
type queueFlags struct{ fleet.Options }

func (f *queueFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.URLs, "nats", os.Getenv("CHANCERY_NATS"), "`addresses` of NATS servers, with commas between them (default $CHANCERY_NATS, else nats://127.0.0.1:4222)")
	flags.StringVar(&f.Creds, "creds", os.Getenv("CHANCERY_NATS_CREDS"), "`file` of credentials for NATS (default $CHANCERY_NATS_CREDS)")
	flags.StringVar(&f.CA, "tls-ca", "", "`file` of the authority that signed the servers' certificates")
	flags.StringVar(&f.Cert, "tls-cert", "", "`file` of the certificate that is shown to the servers")
	flags.StringVar(&f.Key, "tls-key", "", "`file` of its key")
	flags.StringVar(&f.Fleet, "fleet", "chancery", "`name` of the fleet: several may share the servers")
	flags.IntVar(&f.Replicas, "replicas", 0, "`copies` of a queue that is made now (default 3 in a cluster, else 1)")
}

// queue connects to the queue; do is run with it.
func (a *app) queue(ctx context.Context, f *queueFlags, what string, do func(*fleet.Queue) error) error {
	if (f.Cert == "") != (f.Key == "") {
		return usagef("--tls-cert and --tls-key go together")
	}
	opts := f.Options
	opts.Client = what
	if opts.Tell == nil {
		opts.Tell = func(string) {}
	}
	q, err := fleet.Connect(ctx, opts)
	if err != nil {
		return err
	}
	defer q.Close()
	return do(q)
}

// nodeFlags say how a NATS server in this program runs.
type nodeFlags struct{ node.Options }

func (f *nodeFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.Listen, "listen", "127.0.0.1:4222", "`address` for submitters and workers")
	flags.StringVar(&f.Name, "name", "", "`name` of this node, needed in a cluster")
	flags.StringVar(&f.Cluster, "cluster", "chancery", "`name` of the cluster")
	flags.StringVar(&f.ClusterListen, "cluster-listen", "", "`address` for the other nodes, as 10.0.0.1:6222: this is one node of a cluster")
	flags.StringArrayVar(&f.Routes, "route", nil, "`address` of another node, as nats://10.0.0.2:6222; may be repeated")
	flags.StringVar(&f.Cert, "tls-cert", "", "`file` of the server's certificate: connections are encrypted then")
	flags.StringVar(&f.Key, "tls-key", "", "`file` of its key")
	flags.StringVar(&f.CA, "tls-ca", "", "`file` of an authority: only clients and nodes are let in whose certificates it signed")
	flags.Int64Var(&f.MaxStore, "max-store", 64<<30, "`bytes` that the queue may take on the disk")
}

func fleetServerCommand(a *app) *cobra.Command {
	f := &nodeFlags{}
	quiet := false
	cmd := &cobra.Command{
		Use:   "server FOLDER",
		Short: "Run the queue of a fleet: a NATS server, alone or in a cluster",
		Long: `Server runs a NATS server with JetStream that keeps the queue in a folder. What it
acknowledged is on the disk. Three of them make a cluster that goes on when one is
lost. Any other NATS server from 2.10 on does as well (docs/fleet.md).`,
		Example: `  chancery fleet server queue/
  chancery fleet server --name n1 --listen 10.0.0.1:4222 --cluster-listen 10.0.0.1:6222 \
      --route nats://10.0.0.2:6222 --route nats://10.0.0.3:6222 /var/lib/chancery/queue`,
		Args: one("a folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.Store = args[0]
			f.Tell = a.nodeTold(quiet)
			n, err := node.Start(f.Options)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.err, "chancery: the queue in %s is open at %s; Ctrl-C ends it\n", f.Store, n.ClientURL())
			<-cmd.Context().Done()
			n.Stop()
			return nil
		},
	}
	f.register(cmd)
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "tell of problems only")
	return cmd
}

// nodeTold writes what a NATS server tells to standard error.
func (a *app) nodeTold(quiet bool) func(problem bool, line string) {
	return func(problem bool, line string) {
		if problem || !quiet {
			a.say("nats: " + line)
		}
	}
}
