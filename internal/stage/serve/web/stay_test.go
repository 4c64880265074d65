package web_test

import (
	"os"
	"testing"
	"time"
)

// TestStay keeps the desk open for a person.
func TestStay(t *testing.T) {
	d, err := time.ParseDuration(os.Getenv("CHANCERY_STAY"))
	if err != nil {
		t.Skip("CHANCERY_STAY=1h keeps the desk open")
	}
	base := openDesk(t)
	if err := os.WriteFile(os.Getenv("CHANCERY_SHOTS")+"/address", []byte(base), 0o644); err != nil {
		t.Fatal(err)
	}
	time.Sleep(d)
}
