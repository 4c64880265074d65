package extract

import "testing"

func TestTitlesOfCountries(t *testing.T) {
	titles, err := loadTitles(titleFacts)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		code, title string
		want        bool
	}{
		{"USA", "prime minister", false}, {"USA", "deputy prime minister", false}, {"GBR", "prime minister", true},
		{"GBR", "president", false}, {"FRA", "president", true}, {"USA", "vice president", true},
		{"JOR", "king", true}, {"FRA", "king", false}, {"USA", "foreign minister", false}, {"KEN", "minister", true},
	} {
		if got := titles.has(test.code, test.title); got != test.want {
			t.Errorf("%s has a %s: %v, want %v", test.code, test.title, got, test.want)
		}
	}
	for title, want := range map[string]string{"un special envoy": "UNO", "un ambassador": "", "kremlin spokesman": "RUS",
		"state department official": "USA", "uncle": "", "nato chief": "IGO", "governor": ""} {
		if got := titles.ownCode(title); got != want {
			t.Errorf("%s is of %q, want %q", title, got, want)
		}
	}
	for _, bad := range []string{"bars king", "king\tGBR", "some king\tGBR"} {
		if _, err := loadTitles(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
