"""Reads exports again by the libraries that people read them with.

Usage: readers.py LIST, where LIST is a JSON file: [{format, of, file, rows}].
Prints what is wrong, one line each, and ends with 1 if anything is.
"""

import csv
import json
import os
import subprocess
import sys
import zipfile

import geojson
import icalendar
import networkx
import pandas
import rdflib
import yaml

TEXT = dict(dtype=str, keep_default_na=False)

# The terms of http://www.w3.org/ns/anno.jsonld that our annotations use, so that
# nothing is fetched.
CONTEXT = {
    "oa": "http://www.w3.org/ns/oa#", "as": "http://www.w3.org/ns/activitystreams#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
    "Annotation": "oa:Annotation", "AnnotationPage": "as:OrderedCollectionPage", "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody", "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector",
    "Software": "as:Application", "tagging": "oa:tagging", "classifying": "oa:classifying", "describing": "oa:describing",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "body": {"@id": "oa:hasBody", "@type": "@id"}, "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"}, "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "creator": {"@id": "dc:creator", "@type": "@id"}, "name": "foaf:name", "value": "rdf:value", "exact": "oa:exact",
    "start": "oa:start", "end": "oa:end", "format": "dc:format", "language": "dc:language",
}


def table(file, **how):
    return pandas.read_csv(file, **TEXT, **how)


def of_csv(file):
    with open(file, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, strict=True))
    again = table(file)
    assert len(again) == len(rows) and list(again.columns) == list(rows[0]), "pandas and csv differ"
    return len(rows)


def columns(n, **how):
    def read(file):
        t = table(file, sep="\t", **how)
        assert len(t.columns) == n, f"{len(t.columns)} columns, want {n}"
        return len(t)
    return read


def of_tsv(file):
    return len(table(file, sep="\t", quoting=csv.QUOTE_NONE))


def of_plover(file):
    t = pandas.read_json(file, lines=True, dtype=False, convert_dates=False)
    assert t["date"].str.fullmatch(r"\d{4}-\d\d-\d\d").all() and t["id"].is_unique, "dates or ids"
    return len(t)


def of_geojson(file):
    with open(file, encoding="utf-8") as f:
        got = geojson.load(f)
    assert isinstance(got, geojson.FeatureCollection), type(got)
    for feature in got.features:
        assert feature.geometry is None or feature.geometry.is_valid, feature.geometry.errors()
    return len(got.features)


def of_graph(read):
    def count(file):
        g = read(file)
        assert g.is_directed() and not g.is_multigraph(), "directed, without double edges"
        assert all(isinstance(d["acts"], int) and d["acts"] > 0 for _, _, d in g.edges(data=True)), "acts are numbers"
        assert all(d["label"] for _, d in g.nodes(data=True)), "nodes have labels"
        return g.number_of_edges()
    return count


def of_ical(file):
    with open(file, "rb") as f:
        cal = icalendar.Calendar.from_ical(f.read())
    entries = cal.walk("VEVENT")
    assert len({str(e["UID"]) for e in entries}) == len(entries), "a UID stands twice"
    for e in entries:
        assert not e.errors, e.errors
        assert e.decoded("DTEND") > e.decoded("DTSTART") and e.decoded("SEQUENCE") >= 0, e
        assert str(e["STATUS"]) in ("TENTATIVE", "CONFIRMED", "CANCELLED"), e
    return len(entries)


def of_annotations(file):
    with open(file, encoding="utf-8") as f:
        page = json.load(f)
    assert page.pop("@context") == "http://www.w3.org/ns/anno.jsonld"
    graph = rdflib.Graph().parse(data=json.dumps({"@context": CONTEXT, **page}), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    found = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    for a in found:
        target = list(graph.objects(a, oa.hasTarget))
        assert list(graph.objects(a, oa.hasBody)) and target, f"{a} has no body or no target"
        assert all(list(graph.objects(t, oa.hasSource)) and list(graph.objects(t, oa.hasSelector)) for t in target), f"{a}: target"
    return len(found)


def of_notes(file):
    with zipfile.ZipFile(file) as z:
        notes = {n: z.read(n).decode("utf-8") for n in z.namelist()}
    for name, text in notes.items():
        _, front, body = text.split("---\n", 2)
        head = yaml.safe_load(front)
        assert isinstance(head, dict) and head["tags"], name
        for link in body.split("[[")[1:]:
            to = link.split("|")[0].split("]]")[0]
            assert to + ".md" in notes, f"{name} links to {to}, which is not there"
    return len(notes)


def of_parquet(file):
    """Reads by Arrow: the number of rows that the file tells, and those of its first column."""
    def arrow(*how):
        out = subprocess.run([os.environ["CHANCERY_PARQUET_READER"], *how, file], capture_output=True, text=True)
        assert out.returncode == 0, out.stderr
        return out.stdout.splitlines()
    told = [int(line.split(":")[1]) for line in arrow("--only-metadata") if line.startswith("Num Rows:")]
    assert json.loads("\n".join(arrow("--no-metadata", "--json"))), "no values"
    rows = len(json.loads("\n".join(arrow("--no-metadata", "--json", "--columns=0"))))
    assert told == [rows], f"{told} rows in the file, {rows} in its first column"
    return rows


READERS = {
    "csv": of_csv, "tsv": of_tsv, "parquet": of_parquet, "plover": of_plover, "polecat": columns(40), "icews": columns(20), "phoenix": columns(26, header=None),
    "gdelt": columns(61, header=None), "gdelt-mentions": columns(16, header=None), "geojson": of_geojson,
    "graphml": of_graph(networkx.read_graphml), "gexf": of_graph(networkx.read_gexf), "ical": of_ical,
    "annotations": of_annotations, "notes": of_notes,
}

bad = 0
with open(sys.argv[1], encoding="utf-8") as f:
    for e in json.load(f):
        try:
            n = READERS[e["format"]](e["file"])
            assert n == e["rows"], f"{n} read, {e['rows']} told"
        except Exception as err:  # each format is told of
            bad = 1
            print(f"{e['format']} of {e['of']}: {type(err).__name__}: {err}")
sys.exit(bad)
