package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/access"
	"chancery/internal/stage/serve/issuer"
)

// oidcFlags name an issuer at which people sign in, and what they may do then.
type oidcFlags struct {
	issuer, client, secretFile, label, groups, standing string
	scopes, domains, roles                              []string
}

func (f *oidcFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.issuer, "oidc-issuer", "", "`address` of an OpenID Connect issuer at which people may sign in too")
	flags.StringVar(&f.client, "oidc-client", "", "the client `id` that the issuer gave for this server")
	flags.StringVar(&f.secretFile, "oidc-secret-file", "", "`file` with the client's secret (default: $CHANCERY_OIDC_SECRET; none for a public client)")
	flags.StringArrayVar(&f.roles, "oidc-role", nil, "`group=role`: what a group of the issuer may do; may be given again")
	flags.StringVar(&f.standing, "oidc-default", "none", "the `role` of those whom no group gives one: none, reader")
	flags.StringSliceVar(&f.domains, "oidc-domain", nil, "a `domain` of which a confirmed address must be; may be given again")
	flags.StringVar(&f.groups, "oidc-groups", "groups", "the `claim` that holds a person's groups; dots lead into objects")
	flags.StringSliceVar(&f.scopes, "oidc-scope", []string{"profile", "email"}, "a `scope` to ask for beside openid; may be given again")
	flags.StringVar(&f.label, "oidc-name", "", "what the button `says` after \"Sign in with\" (default: the issuer's host)")
}

// elsewhere is the issuer that the flags name; nil when they name none.
func (f *oidcFlags) elsewhere() (*access.Elsewhere, error) {
	if f.issuer == "" {
		if f.client != "" || f.secretFile != "" || len(f.roles)+len(f.domains) > 0 || f.standing == "reader" {
			return nil, usagef("the flags --oidc-… need --oidc-issuer")
		}
		return nil, nil
	}
	e := &access.Elsewhere{Label: f.label, Roles: map[string]serve.Role{}}
	for _, r := range f.roles {
		at := strings.LastIndexByte(r, '=')
		role, ok := serve.ParseRole(r[at+1:])
		if at < 1 || !ok {
			return nil, usagef("--oidc-role %s: give a group, = and one of %s", r, strings.Join(serve.Roles(), ", "))
		}
		e.Roles[r[:at]] = max(e.Roles[r[:at]], role)
	}
	switch f.standing {
	case "none", "":
		if len(e.Roles) == 0 {
			return nil, usagef("nobody could come in from %s: give --oidc-role group=role, or --oidc-default reader", f.issuer)
		}
	case "reader":
		e.Default = serve.Reader
	default:
		return nil, usagef("--oidc-default %s: give none or reader", f.standing)
	}
	for _, d := range f.domains {
		e.Domains = append(e.Domains, strings.ToLower(strings.TrimPrefix(d, "@")))
	}
	secret, err := f.secret()
	if err != nil {
		return nil, err
	}
	e.Issuer, err = issuer.New(issuer.Options{URL: f.issuer, ClientID: f.client, Secret: secret, Scopes: f.scopes, Groups: f.groups})
	if err != nil {
		return nil, usagef("--oidc-issuer: %v", err)
	}
	return e, nil
}

// secret is never a flag: others on the machine see the flags of a program.
func (f *oidcFlags) secret() (string, error) {
	if f.secretFile == "" {
		return os.Getenv("CHANCERY_OIDC_SECRET"), nil
	}
	data, err := os.ReadFile(f.secretFile)
	if err != nil {
		return "", fmt.Errorf("cannot read the secret of the issuer's client: %w", err)
	}
	secret := strings.TrimSpace(string(data))
	if secret == "" {
		return "", fmt.Errorf("the file %s, for the secret of the issuer's client, is empty", f.secretFile)
	}
	return secret, nil
}

// tell says at the start what the issuer is asked, and what it lets in.
func (f *oidcFlags) tell(a *app, e *access.Elsewhere, address string) {
	fmt.Fprintf(a.err, "chancery: people may sign in at %s, which this server asks for that, with the addresses for tokens and keys that it names, and no other machine for anything; register %ssign-in/oidc/return there, or the same under your own name\n", e.Issuer.Host(), address)
	if e.Default >= serve.Reader && len(e.Domains) == 0 {
		fmt.Fprintf(a.err, "chancery: whoever has an account at %s may read: --oidc-domain or --oidc-role say who\n", e.Issuer.Host())
	}
}
