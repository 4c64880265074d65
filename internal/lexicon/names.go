package lexicon

// The names that cells may hold. PLOVER's own are those of
// shared/design/plover.json; a test holds the two against each other where the
// ontology package is at hand.

// eventModes gives each event type with its modes.
var eventModes = map[string]string{
	"AGREE":     "",
	"CONSULT":   "visit third-party multilateral phone",
	"SUPPORT":   "",
	"COOPERATE": "",
	"AID":       "",
	"CONCEDE":   "",
	"RETREAT":   "withdraw release disarm ceasefire access resign",
	"REQUEST":   "assist change yield meet",
	"ACCUSE":    "disapprove investigate allege",
	"REJECT":    "assist change yield meet",
	"THREATEN":  "restrict arrest relations expel territory violence",
	"PROTEST":   "demo riot strike hunger boycott obstruct vandalize",
	"SANCTION":  "convict expel withdraw discontinue",
	"MOBILIZE":  "troops weapons police militia",
	"COERCE":    "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
	"ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack " +
		"aerial drone heavy-weapons crowd-control unconventional",
}

// cameoRoots gives the CAMEO roots that a type is expected to fall under.
var cameoRoots = map[string]string{
	"AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "CONCEDE": "08 05 03",
	"RETREAT": "08", "REQUEST": "02 10", "ACCUSE": "09 11", "REJECT": "12", "THREATEN": "13 17", "PROTEST": "14",
	"SANCTION": "16 17 11", "MOBILIZE": "15", "COERCE": "17 16", "ASSAULT": "17 18 19 20",
}

const contextNames = "military intelligence executive legislative election political_institutions " +
	"pro_democracy pro_autocracy economic legal reparations human_rights rights_freedoms repression " +
	"human_security gender lgbt religion_ethnicity inequality diplomatic territory peacekeeping health " +
	"asylum migration disasters natural_resource environment technology terrorism cbrn cyber " +
	"misinformation crime corruption illegal_drugs trafficking"

// entityKinds are the kinds of entity, and the classes "party" and "human" (FORMAT.md).
var entityKinds = []string{"agreement", "forum", "group", "human", "igo", "organization", "party", "person",
	"place", "state"}

// kindClasses are short for several kinds and sectors in a limit.
var kindClasses = map[string]string{
	"public": "state igo forum GOV MIL LEG JUD COP PTY OPP REB UAF SPY REL",
	"named":  "person group organization state igo forum",
}

var sectors = []string{"GOV", "MIL", "COP", "LEG", "JUD", "PTY", "OPP", "REB", "SPY", "UAF", "UNK", "CVL", "BUS",
	"CRM", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "REL", "SOC", "PRM"}

const statuses = "actual planned hypothetical denied historical"
