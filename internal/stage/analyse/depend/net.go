package depend

import (
	"chancery/internal/linear"
	"chancery/internal/stage/analyse/form"
)

// Dims is the shape of a net.
type Dims struct {
	Words    int `json:"words"`    // rows of the word table that belong to lexicon entries
	Unknown  int `json:"unknown"`  // rows that other words share by hash
	Clusters int `json:"clusters"` // word classes, 0 when there are none
	Word     int `json:"word"`     // widths of the embeddings
	Suffix3  int `json:"suffix3"`
	Suffix2  int `json:"suffix2"`
	Prefix3  int `json:"prefix3"`
	Shape    int `json:"shape"`
	Cluster  int `json:"cluster"`
	UPOS     int `json:"upos"`
	XPOS     int `json:"xpos"`
	Window   int `json:"window"` // width of the window layer
	Memory   int `json:"memory"` // width of the recurrent layer, a direction
	Token    int `json:"token"`  // width of the token layer
	Hidden   int `json:"hidden"` // width of the state layer
}

// The sizes of the hashed tables.
const (
	suffix3Rows = 4096
	suffix2Rows = 1024
	prefix3Rows = 4096
	xposRows    = 64
	rels        = relCount
)

// The embedding tables, in the order in which they stand in a token's vector.
const (
	tableWord = iota
	tableSuffix3
	tableSuffix2
	tablePrefix3
	tableShape
	tableCluster
	FormTables // those that depend on the form alone end here
	tableUPOS  = iota - 1
	tableXPOS  = iota - 1
	Tables     = iota - 1
)

// Matrix is a table of weights, row by row.
type Matrix struct {
	Name       string
	Rows, Cols int
	Data       []float32
	Sparse     bool // an embedding: few rows change in a step of training
}

// Row gives a row.
func (m *Matrix) Row(i int) []float32 { return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols] }

// Net is a parser's weights.
type Net struct {
	Dims
	Embed    [Tables]Matrix
	Edge     Matrix // 1 row: the token before the first and after the last
	Window   Matrix // 3·input × window
	WindowB  Matrix
	Memory   Matrix // window × 4·memory: gate and value forwards, gate and value backwards
	MemoryB  Matrix
	Token    Matrix // window + 2·memory × token
	TokenB   Matrix
	Slot     Matrix // Slots·token × hidden
	NoSlot   Matrix // Slots × hidden: an empty slot
	Discrete Matrix
	HiddenB  Matrix
	Step     Matrix // Steps × hidden
	StepB    Matrix
	Label    Matrix // 2·rels × hidden, those of Left first
	LabelB   Matrix
	Tag      Matrix // (17 + specific tags) × token: a second opinion on the tags
	TagB     Matrix
}

// tagRows is the number of universal and specific tags scored.
// It is rounded up for the sake of wide registers in training.
const tagRows = 96

// tagXPOS is where the specific tags begin.
const tagXPOS = 18

// NewNet makes a net of zeros.
func NewNet(d Dims) *Net {
	n := &Net{Dims: d}
	widths := n.widths()
	rows := [Tables]int{d.Words + d.Unknown, suffix3Rows, suffix2Rows, prefix3Rows, form.Shapes, d.Clusters + 1, 18, xposRows}
	names := [Tables]string{"word", "suffix3", "suffix2", "prefix3", "shape", "cluster", "upos", "xpos"}
	for i := range n.Embed {
		n.Embed[i] = Matrix{Name: names[i], Rows: rows[i], Cols: widths[i], Sparse: true}
	}
	in := n.Input()
	n.Edge = Matrix{Name: "edge", Rows: 1, Cols: in}
	n.Window = Matrix{Name: "window", Rows: 3 * in, Cols: d.Window}
	n.WindowB = Matrix{Name: "window-bias", Rows: 1, Cols: d.Window}
	n.Memory = Matrix{Name: "memory", Rows: d.Window, Cols: 4 * d.Memory}
	n.MemoryB = Matrix{Name: "memory-bias", Rows: 1, Cols: 4 * d.Memory}
	n.Token = Matrix{Name: "token", Rows: d.Window + 2*d.Memory, Cols: d.Token}
	n.TokenB = Matrix{Name: "token-bias", Rows: 1, Cols: d.Token}
	n.Slot = Matrix{Name: "slot", Rows: Slots * d.Token, Cols: d.Hidden}
	n.NoSlot = Matrix{Name: "no-slot", Rows: Slots, Cols: d.Hidden}
	n.Discrete = Matrix{Name: "discrete", Rows: DiscreteRows(), Cols: d.Hidden}
	n.HiddenB = Matrix{Name: "hidden-bias", Rows: 1, Cols: d.Hidden}
	n.Step = Matrix{Name: "step", Rows: Steps, Cols: d.Hidden}
	n.StepB = Matrix{Name: "step-bias", Rows: 1, Cols: Steps}
	n.Label = Matrix{Name: "label", Rows: 2 * rels, Cols: d.Hidden}
	n.LabelB = Matrix{Name: "label-bias", Rows: 1, Cols: 2 * rels}
	n.Tag = Matrix{Name: "tag", Rows: d.Token, Cols: tagRows}
	n.TagB = Matrix{Name: "tag-bias", Rows: 1, Cols: tagRows}
	for _, m := range n.Params() {
		m.Data = make([]float32, m.Rows*m.Cols)
	}
	return n
}

func (d Dims) widths() [Tables]int {
	return [Tables]int{d.Word, d.Suffix3, d.Suffix2, d.Prefix3, d.Shape, d.Cluster, d.UPOS, d.XPOS}
}

// Input is the width of a token's vector.
func (d Dims) Input() int {
	n := 0
	for _, w := range d.widths() {
		n += w
	}
	return n
}

// Offset is where a table's part begins in a token's vector.
func (d Dims) Offset(table int) int {
	n, widths := 0, d.widths()
	for _, w := range widths[:table] {
		n += w
	}
	return n
}

// Params lists the net's matrices, always in the same order.
func (n *Net) Params() []*Matrix {
	var ms []*Matrix
	for i := range n.Embed {
		ms = append(ms, &n.Embed[i])
	}
	return append(ms, &n.Edge, &n.Window, &n.WindowB, &n.Memory, &n.MemoryB, &n.Token, &n.TokenB, &n.Slot, &n.NoSlot,
		&n.Discrete, &n.HiddenB, &n.Step, &n.StepB, &n.Label, &n.LabelB, &n.Tag, &n.TagB)
}

// WordRow is the row of the word table for a form.
func (d Dims) WordRow(f *form.Form) int32 {
	if f.Word >= 0 && int(f.Word) < d.Words {
		return f.Word
	}
	return d.UnknownRow(f)
}

// UnknownRow is the row that a form has when it is taken for unknown.
func (d Dims) UnknownRow(f *form.Form) int32 {
	return int32(d.Words) + int32(linear.Hash(7, f.Key)%uint32(d.Unknown))
}

// FormRows gives the rows of the tables that depend on the form alone.
func (d Dims) FormRows(f *form.Form, rows *[FormTables]int32) {
	rows[tableWord] = d.WordRow(f)
	rows[tableSuffix3] = int32(f.Suf[2] >> 1 % suffix3Rows)
	rows[tableSuffix2] = int32(f.Suf[1] >> 1 % suffix2Rows)
	rows[tablePrefix3] = int32(f.Pre[2] >> 1 % prefix3Rows)
	rows[tableShape] = int32(f.Shape)
	rows[tableCluster] = min(int32(f.Cluster), int32(d.Clusters))
}
