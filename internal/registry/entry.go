package registry

import "chancery/record"

// ID numbers the entries of one Registry from 1. Zero is no entry.
type ID int32

// Entry is one thing that the registry knows.
type Entry struct {
	ID       ID
	Key      string      // unique and stable: "state/rus", "org/sco", "city/rus/moscow"
	Kind     record.Kind // state, organization, group, person, forum, agreement or place
	Class    string      // finer kind within the file: "city", "strait", "party", "court"
	File     string      // the file it came from: "states.tsv"
	Name     string
	Official string
	Code     string   // PLOVER country field; empty when it has none
	Sectors  []string // PLOVER sectors, the main one first
	Members  []string // ISO3 codes of those who are members still
	Capitals []string // keys of places; states only
	Region   string   // key of the region a place lies in
	Of       string   // key of the body that an organ belongs to

	Lat, Lon   float64
	HasCoord   bool
	Population int64 // lower bound of a class, or exact in a user's file; 0 is unknown
	Level      int   // of a forum: rank at which it usually meets; 0 is unknown
	Series     bool  // a forum that is numbered: "the 11th …"

	Period                     // of existence
	Membership   []Member      // those who are and those who were members
	Affiliations []Affiliation // of a person or group, in the order of the file
	Gender       Gender        // of a person; 0 is unknown

	ISO2, FIPS string
	CAMEO      string // CAMEO's code of a state, where it is not Code
	COW, GW    int    // Correlates of War and Gleditsch–Ward numbers; 0 is unknown
	Standing   string // states only: member, observer, other or former
	Note       string // convention used for a disputed fact

	Surfaces []Surface // every name, Name itself first
}

// Surface is one way to write the name of an entry.
type Surface struct {
	Text   string
	Role   Role
	Sector string // of a seat of power: "MIL" for the Pentagon
	Period        // in which an earlier name was official
}

// Role tells how a surface name stands for its entry.
type Role uint8

// The roles of a surface name.
const (
	Full          Role = iota + 1 // "Russia", "Russian Federation"
	Alias                         // "the States", "Britain"
	Abbreviation                  // "US", "WHO": case must be exact
	Adjective                     // "Russian"
	Demonym                       // "Frenchman"
	DemonymPlural                 // "Frenchmen"
	Prefix                        // "Sino", before a hyphen only
	Capital                       // "Moscow" for Russia
	Seat                          // "Kremlin" for Russia
)

var roleNames = [...]string{"", "full", "alias", "abbreviation", "adjective",
	"demonym", "plural", "prefix", "capital", "seat"}

func (r Role) String() string {
	if int(r) < len(roleNames) {
		return roleNames[r]
	}
	return "unknown"
}

// NameRef is one reading of a name: an entry, and how the name stands for it.
type NameRef struct {
	Entry  ID
	Role   Role
	Sector string // of a seat of power, else empty
}

// Gender of a given name.
type Gender byte

// The genders of a given name. Either is a name that both bear.
const (
	Male   Gender = 'm'
	Female Gender = 'f'
	Either Gender = 'x'
)

// Office is a title that a person can hold.
type Office struct {
	Title    string // singular, in small letters; an abbreviation in capitals
	Sector   string // PLOVER sector
	Level    int    // 1 head of state or government … 4 working level; 0 is none
	Category string // "minister", "envoy", "legislator", …
}

// bodyCodes are PLOVER's codes for actors that are not states.
var bodyCodes = []string{"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}

// sectorCodes are PLOVER's sectors.
var sectorCodes = []string{"COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK",
	"AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC"}
