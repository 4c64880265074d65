package ontology

// plain are the words a reader knows for a type of act, and after a slash for its mode.
var plain = map[string]string{
	"AGREE":                  "agreement or offer",
	"CONSULT":                "talks",
	"CONSULT/visit":          "visit",
	"CONSULT/third-party":    "mediation",
	"CONSULT/multilateral":   "meeting of several parties",
	"CONSULT/phone":          "call",
	"SUPPORT":                "support or signing",
	"CONCEDE":                "concession",
	"COOPERATE":              "cooperation",
	"AID":                    "aid",
	"RETREAT":                "stepping back",
	"RETREAT/withdraw":       "withdrawal",
	"RETREAT/release":        "release",
	"RETREAT/disarm":         "disarmament",
	"RETREAT/ceasefire":      "ceasefire",
	"RETREAT/access":         "access given",
	"RETREAT/resign":         "resignation",
	"REQUEST":                "request or demand",
	"REQUEST/assist":         "request for help",
	"REQUEST/change":         "demand for change",
	"REQUEST/yield":          "demand to yield",
	"REQUEST/meet":           "request to meet",
	"ACCUSE":                 "criticism or accusation",
	"ACCUSE/disapprove":      "criticism",
	"ACCUSE/investigate":     "investigation",
	"ACCUSE/allege":          "accusation",
	"REJECT":                 "refusal",
	"REJECT/assist":          "refusal to help",
	"REJECT/change":          "refusal to change",
	"REJECT/yield":           "refusal to yield",
	"REJECT/meet":            "refusal to meet",
	"THREATEN":               "threat",
	"THREATEN/restrict":      "threat of restrictions",
	"THREATEN/arrest":        "threat of arrest",
	"THREATEN/relations":     "threat to relations",
	"THREATEN/expel":         "threat of expulsion",
	"THREATEN/territory":     "threat to territory",
	"THREATEN/violence":      "threat of force",
	"PROTEST":                "protest",
	"PROTEST/demo":           "demonstration",
	"PROTEST/riot":           "riot",
	"PROTEST/strike":         "strike",
	"PROTEST/hunger":         "hunger strike",
	"PROTEST/boycott":        "boycott",
	"PROTEST/obstruct":       "blockade",
	"PROTEST/vandalize":      "damage to property",
	"SANCTION":               "sanctions",
	"SANCTION/convict":       "conviction",
	"SANCTION/expel":         "expulsion",
	"SANCTION/withdraw":      "withdrawal from a body",
	"SANCTION/discontinue":   "ties cut",
	"MOBILIZE":               "mobilisation",
	"MOBILIZE/troops":        "movement of troops",
	"MOBILIZE/weapons":       "movement of weapons",
	"MOBILIZE/police":        "police sent",
	"MOBILIZE/militia":       "movement of militia",
	"COERCE":                 "coercion",
	"COERCE/seize":           "seizure",
	"COERCE/restrict":        "restriction",
	"COERCE/censor":          "censorship",
	"COERCE/curfew":          "curfew",
	"COERCE/martial-law":     "martial law",
	"COERCE/arrest":          "arrest",
	"COERCE/deport":          "deportation",
	"COERCE/withhold":        "withholding",
	"COERCE/misinformation":  "misinformation",
	"COERCE/cyber":           "cyber attack",
	"ASSAULT":                "use of force",
	"ASSAULT/abduct":         "abduction",
	"ASSAULT/beat":           "beating",
	"ASSAULT/torture":        "torture",
	"ASSAULT/sexual":         "sexual violence",
	"ASSAULT/targeted":       "targeted killing",
	"ASSAULT/destroy":        "destruction",
	"ASSAULT/primitive":      "attack with simple weapons",
	"ASSAULT/firearms":       "shooting",
	"ASSAULT/explosives":     "bombing",
	"ASSAULT/suicide-attack": "suicide attack",
	"ASSAULT/aerial":         "air strike",
	"ASSAULT/drone":          "drone attack",
	"ASSAULT/heavy-weapons":  "shelling",
	"ASSAULT/crowd-control":  "force against a crowd",
	"ASSAULT/unconventional": "unconventional weapons",
}

// Plain gives the words that a reader knows for a type and the first of its
// modes that has words; empty for a type that PLOVER does not have.
func Plain(typ string, modes []string) string {
	for _, m := range modes {
		if s := plain[typ+"/"+m]; s != "" {
			return s
		}
	}
	return plain[typ]
}

// ranks are the words for the rank of the highest participant.
var ranks = [...]string{
	1: "head of state or government",
	2: "minister level",
	3: "deputy or senior official",
	4: "working level",
}

// Rank gives the words for a level, 1 to 4; empty for any other.
func Rank(level int) string {
	if level < 1 || level >= len(ranks) {
		return ""
	}
	return ranks[level]
}
