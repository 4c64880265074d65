package archive

// ForeignSet names a data set of events that others made.
type ForeignSet string

// The sets that can be read (docs/sources.md).
const (
	GDELT2  ForeignSet = "gdelt2"  // GDELT 2.0 event export
	GDELT1  ForeignSet = "gdelt1"  // GDELT 1.0, daily or backfile
	POLECAT ForeignSet = "polecat" // POLECAT weekly file
	ICEWS   ForeignSet = "icews"   // ICEWS coded events
)

// Foreign is an event of another data set, in one form for all of them, to lay
// beside our own. It is never mixed with ours: it has no words to show.
type Foreign struct {
	Set ForeignSet `json:"set"`
	ID  string     `json:"id"`            // as the set names it
	Day string     `json:"day,omitempty"` // ISO 8601
	// Type and Mode are PLOVER's, where the set gives them; CAMEO is the code as a
	// string, with its leading zero, where it gives that.
	Type     string   `json:"type,omitempty"`
	Modes    []string `json:"modes,omitempty"`
	Contexts []string `json:"contexts,omitempty"`
	CAMEO    string   `json:"cameo,omitempty"`
	Quad     int      `json:"quad,omitempty"` // 1 to 4; 0 is not given
	// Intensity is the set's scale, −10 to 10.
	Intensity *float64 `json:"intensity,omitempty"`

	Actor     ForeignParty `json:"actor"`
	Recipient ForeignParty `json:"recipient"`

	Place     string   `json:"place,omitempty"`
	PlaceCode string   `json:"place_code,omitempty"` // country, in the set's own code
	Latitude  *float64 `json:"latitude,omitempty"`
	Longitude *float64 `json:"longitude,omitempty"`

	URL       string `json:"url,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Published string `json:"published,omitempty"` // day, where the set gives it
	Mentions  int    `json:"mentions,omitempty"`
	Sentence  int    `json:"sentence,omitempty"`
	Text      string `json:"text,omitempty"` // the set's name of the event, no words of the news
	Line      int    `json:"line"`           // in the file it was read from
}

// ForeignParty is a party as the set codes it.
type ForeignParty struct {
	Name    string   `json:"name,omitempty"`
	Code    string   `json:"code,omitempty"`    // the set's actor code
	Country string   `json:"country,omitempty"` // ISO 3166-1 alpha-3 or CAMEO's, where the set gives a code, else its name
	Sectors []string `json:"sectors,omitempty"`
	Title   string   `json:"title,omitempty"`
}

// None tells that the set gives no party here.
func (p ForeignParty) None() bool {
	return p.Name == "" && p.Code == "" && p.Country == "" && len(p.Sectors) == 0
}
