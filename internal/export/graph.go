package export

import (
	"bufio"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// GraphML writes the network as GraphML; its rows are edges.
func GraphML(w io.Writer, set Set, opt Options) (Tally, error) {
	n, err := gather(set, "graphml", codes{opt.Registry})
	if err != nil {
		return Tally{}, err
	}
	buffer := bufio.NewWriter(w)
	out := &sink{w: buffer}
	out.print(xml.Header, `<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`+
		` xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">`, "\n")
	for _, of := range []struct {
		what, prefix string
		list         []attribute
	}{{"node", "n_", (&node{}).attributes()}, {"edge", "e_", (&edge{}).attributes()}} {
		for _, a := range of.list {
			out.print(`  <key id="`, of.prefix, a.name, `" for="`, of.what, `" attr.name="`, a.name, `" attr.type="`, a.kind, `"/>`, "\n")
		}
	}
	out.print(`  <graph id="chancery" edgedefault="directed">`, "\n")
	data := func(prefix string, list []attribute) {
		for _, a := range list {
			if a.value != "" {
				out.print(`<data key="`, prefix, a.name, `">`, escape(a.value), `</data>`)
			}
		}
	}
	for _, v := range n.nodes {
		out.print(`    <node id="`, escape(v.id), `">`)
		data("n_", v.attributes())
		out.print("</node>\n")
	}
	for i, e := range n.edges {
		out.print(`    <edge id="e`, strconv.Itoa(i), `" source="`, escape(e.from), `" target="`, escape(e.to), `">`)
		data("e_", e.attributes())
		out.print("</edge>\n")
	}
	out.print("  </graph>\n</graphml>\n")
	return finish(n, out, buffer)
}

// GEXF writes the network as GEXF 1.2; its rows are edges. An edge
// weighs as many acts as it has.
func GEXF(w io.Writer, set Set, opt Options) (Tally, error) {
	n, err := gather(set, "gexf", codes{opt.Registry})
	if err != nil {
		return Tally{}, err
	}
	buffer := bufio.NewWriter(w)
	out := &sink{w: buffer}
	out.print(xml.Header, `<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">`, "\n",
		`  <meta><creator>`, escape(or(opt.Coder, "chancery")), `</creator></meta>`, "\n", `  <graph mode="static" defaultedgetype="directed">`, "\n")
	for _, of := range []struct {
		what string
		list []attribute
	}{{"node", (&node{}).attributes()}, {"edge", (&edge{}).attributes()}} {
		out.print(`    <attributes class="`, of.what, `">`, "\n")
		for _, a := range of.list {
			out.print(`      <attribute id="`, a.name, `" title="`, a.name, `" type="`, strings.Replace(a.kind, "int", "integer", 1), `"/>`, "\n")
		}
		out.print("    </attributes>\n")
	}
	values := func(list []attribute) {
		out.print("<attvalues>")
		for _, a := range list {
			if a.value != "" {
				out.print(`<attvalue for="`, a.name, `" value="`, escape(a.value), `"/>`)
			}
		}
		out.print("</attvalues>")
	}
	out.print("    <nodes>\n")
	for _, v := range n.nodes {
		out.print(`      <node id="`, escape(v.id), `" label="`, escape(v.label), `">`)
		values(v.attributes())
		out.print("</node>\n")
	}
	out.print("    </nodes>\n    <edges>\n")
	for i, e := range n.edges {
		out.print(`      <edge id="`, strconv.Itoa(i), `" source="`, escape(e.from), `" target="`, escape(e.to), `" weight="`, strconv.Itoa(e.acts), `">`)
		values(e.attributes())
		out.print("</edge>\n")
	}
	out.print("    </edges>\n  </graph>\n</gexf>\n")
	return finish(n, out, buffer)
}

func finish(n *network, out *sink, buffer *bufio.Writer) (Tally, error) {
	if out.err != nil {
		return Tally{}, out.err
	}
	n.tally.Rows = len(n.edges)
	return n.tally, buffer.Flush()
}

// escape writes text for XML; characters that XML has not become U+FFFD.
func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic("export: " + err.Error()) // a Builder does not fail
	}
	return b.String()
}
