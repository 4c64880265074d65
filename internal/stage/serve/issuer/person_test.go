package issuer

import (
	"reflect"
	"testing"
)

func TestClaims(t *testing.T) {
	for _, c := range []struct {
		claims, groups string
		want           Person
	}{
		{`{"preferred_username":"bea","email":"b@corp.example","email_verified":true,"groups":["a","b"]}`, "groups", Person{Name: "bea", Email: "b@corp.example", Verified: true, Groups: []string{"a", "b"}}},
		{`{"email_verified":"true","groups":"a"}`, "groups", Person{Verified: true, Groups: []string{"a"}}},
		{`{"email_verified":1,"groups":[1,null,"a",["b"]]}`, "groups", Person{Groups: []string{"a"}}},
		{`{"realm_access":{"roles":["a"]},"roles":["b"]}`, "realm_access.roles", Person{Groups: []string{"a"}}},
		{`{"https://corp.example/groups":["a"]}`, "https://corp.example/groups", Person{Groups: []string{"a"}}},
		{`{"preferred_username":7,"email":{}}`, "x.y.z", Person{}},
	} {
		got, err := personOf([]byte(c.claims), c.groups)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v", c.claims, got, err)
		}
	}
	if _, err := personOf([]byte(`[]`), "groups"); err == nil {
		t.Error("a list is taken for claims")
	}
}

// FuzzClaims reads any claims without harm, and never makes an address confirmed
// that is not said to be.
func FuzzClaims(f *testing.F) {
	f.Add([]byte(`{"email_verified":"true","groups":["a"]}`), "groups")
	f.Add([]byte(`{"a":{"b":{"c":"d"}}}`), "a.b.c")
	f.Fuzz(func(t *testing.T, claims []byte, groups string) {
		p, err := personOf(claims, groups)
		if err != nil && !reflect.DeepEqual(p, Person{}) {
			t.Errorf("%v, and %+v", err, p)
		}
	})
}
