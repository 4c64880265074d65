package brief

import (
	"chancery/internal/ontology"
	"chancery/record"
)

// quads are the classes of act in the order in which a brief shows what was
// done: deeds before words, and the weightier first. The last takes types that
// the ontology does not know.
var quads = []ontology.Quad{
	ontology.MaterialConflict,
	ontology.MaterialCooperation,
	ontology.VerbalCooperation,
	ontology.VerbalConflict,
	ontology.NoQuad,
}

// meeting says whether an event is one that is held rather than done.
func meeting(e *record.Event) bool { return e.Type == ontology.Consult.String() }

// quad is the class of an event's type.
func quad(e *record.Event) ontology.Quad {
	t, _ := ontology.ParseType(e.Type)
	return t.Quad()
}

// acts are the plain words for a type of act, and after a slash for its mode.
var acts = map[string]string{
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

// levels are the words for the rank of the highest participant.
var levels = [...]string{
	1: "head of state or government",
	2: "minister level",
	3: "deputy or senior official",
	4: "working level",
}

// act gives the plain words for an event's type and first mode that has words.
func act(typ string, modes []string) string {
	for _, m := range modes {
		if s := acts[typ+"/"+m]; s != "" {
			return s
		}
	}
	if s := acts[typ]; s != "" {
		return s
	}
	return Clean(typ)
}
