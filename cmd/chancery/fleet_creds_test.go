package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"chancery/internal/pipeline/fleet"
)

// operated is a NATS server with an operator, who has an account for the fleet.
type operated struct {
	t        *testing.T
	server   *server.Server
	resolver *server.MemAccResolver
	operator nkeys.KeyPair
	keys     nkeys.KeyPair // of the account
	account  *jwt.AccountClaims
	url      string
}

func (o *operated) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// key makes a pair of keys and gives its name.
func (o *operated) key(create func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
	o.t.Helper()
	k, err := create()
	o.must(err)
	name, err := k.PublicKey()
	o.must(err)
	return k, name
}

func startOperated(t *testing.T) *operated {
	t.Helper()
	o := &operated{t: t, resolver: &server.MemAccResolver{}}
	var operator, system, account string
	o.operator, operator = o.key(nkeys.CreateOperator)
	o.keys, account = o.key(nkeys.CreateAccount)
	_, system = o.key(nkeys.CreateAccount)
	o.account = jwt.NewAccountClaims(account)
	o.account.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1, Streams: -1, Consumer: -1}
	o.grant()
	systemJWT, err := jwt.NewAccountClaims(system).Encode(o.operator)
	o.must(err)
	o.must(o.resolver.Store(system, systemJWT))
	o.server, err = server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true,
		TrustedKeys: []string{operator}, SystemAccount: system, AccountResolver: o.resolver,
	})
	o.must(err)
	go o.server.Start()
	t.Cleanup(func() { o.server.Shutdown(); o.server.WaitForShutdown() })
	if !o.server.ReadyForConnections(time.Minute) {
		t.Fatal("the server does not start")
	}
	o.url = o.server.ClientURL()
	return o
}

// grant tells the server what the account says now.
func (o *operated) grant() {
	o.t.Helper()
	token, err := o.account.Encode(o.operator)
	o.must(err)
	o.must(o.resolver.Store(o.account.Subject, token))
	if o.server == nil {
		return
	}
	account, err := o.server.LookupAccount(o.account.Subject)
	o.must(err)
	o.server.UpdateAccountClaims(account, o.account)
}

// user writes the credentials of a new user, signed by keys of an account.
func (o *operated) user(name string, account nkeys.KeyPair) (file, user string) {
	o.t.Helper()
	k, user := o.key(nkeys.CreateUser)
	token, err := jwt.NewUserClaims(user).Encode(account)
	o.must(err)
	seed, err := k.Seed()
	o.must(err)
	creds, err := jwt.FormatUserConfig(token, seed)
	o.must(err)
	file = filepath.Join(o.t.TempDir(), name+".creds")
	o.must(os.WriteFile(file, creds, 0o600))
	return file, user
}

// Submitters and workers with credentials are let in by servers with accounts;
// others are told at once what is missing.
func TestFleetCredentials(t *testing.T) {
	o := startOperated(t)
	creds, _ := o.user("desk", o.keys)
	stranger, _ := o.key(nkeys.CreateAccount)
	other, _ := o.user("stranger", stranger)
	dir := folder(t, map[string]string{"a.txt": "Averna sent tents to Vessin on 4 March 2031."})
	db := filepath.Join(t.TempDir(), "a.db")
	for _, command := range [][]string{{"submit", dir}, {"work", "--archive", db, "--until-done"}, {"status"}, {"dead"}} {
		args := append([]string{"fleet", command[0], "--nats", o.url}, command[1:]...)
		for _, c := range []struct{ creds, want string }{
			{"", "does not let us in: nats: authorization violation"},
			{other, "does not take the credentials in " + other},
			{filepath.Join(dir, "none.creds"), "cannot read the credentials"},
		} {
			if got := run(t, app{}, append(args, "--creds", c.creds)...); got.code != 1 || !strings.Contains(strings.ToLower(got.err), strings.ToLower(c.want)) {
				t.Errorf("%s with %q: %d %s", command[0], c.creds, got.code, got.err)
			}
		}
		if got := run(t, app{}, append(args, "--creds", creds)...); got.code != 0 {
			t.Fatalf("%s: %d %s", command[0], got.code, got.err)
		}
	}
	t.Setenv("CHANCERY_NATS_CREDS", creds)
	var status fleet.Status
	got := run(t, app{}, "fleet", "status", "--nats", o.url, "--to", "json")
	if err := json.Unmarshal([]byte(got.out), &status); err != nil || status.Done != 1 {
		t.Errorf("%v %+v", err, got)
	}
}

// A worker whose credentials are revoked ends and says why.
func TestFleetCredentialsRevoked(t *testing.T) {
	o := startOperated(t)
	creds, user := o.user("desk", o.keys)
	watching, _ := o.user("watch", o.keys)
	ended := make(chan ran)
	go func() {
		ended <- run(t, app{}, "fleet", "work", "--nats", o.url, "--creds", creds, "--archive", filepath.Join(t.TempDir(), "a.db"))
	}()
	for status := (fleet.Status{}); len(status.Workers) == 0; {
		got := run(t, app{}, "fleet", "status", "--nats", o.url, "--creds", watching, "--to", "json")
		_ = json.Unmarshal([]byte(got.out), &status) // asked again
		select {
		case got := <-ended:
			t.Fatal(got)
		case <-time.After(50 * time.Millisecond):
		}
	}
	o.account.Revoke(user)
	o.grant()
	if got := <-ended; got.code != 1 || !strings.Contains(got.err, "the connection to NATS has ended: nats: ") {
		t.Errorf("%d %s", got.code, got.err)
	}
}
