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

// act gives the plain words for an event's type and first mode that has words.
func act(typ string, modes []string) string {
	if s := ontology.Plain(typ, modes); s != "" {
		return s
	}
	return Clean(typ)
}
