package archive

// Coverage counts what there is of an outlet on a day. A gap is a day without a
// document of an outlet that has some on other days: unknown, not nothing.
type Coverage struct {
	Day       string `json:"day"`
	Outlet    string `json:"outlet"`
	Country   string `json:"country,omitempty"`   // of the outlet, when it is known (Source)
	Ownership string `json:"ownership,omitempty"` // likewise
	Documents int    `json:"documents"`
	Events    int    `json:"events"`
	Gap       bool   `json:"gap,omitempty"`
}

// Counts tell apart what is easily mixed up.
type Counts struct {
	Reports     int `json:"reports"`     // events in documents
	Documents   int `json:"documents"`   // that tell them
	Outlets     int `json:"outlets"`     // that print them
	Independent int `json:"independent"` // outlets with a text of their own
	Incidents   int `json:"incidents"`   // acts, as far as reports could be joined
}

// Hit is a place where searched words stand.
type Hit struct {
	Kind     string `json:"kind"` // event, statement, text
	Key      string `json:"key,omitempty"`
	Document string `json:"document"`
	Words    string `json:"words"`
	Day      string `json:"day,omitempty"`
	Outlet   string `json:"outlet,omitempty"`
	Title    string `json:"title,omitempty"`
}
