-- The archive. @…@ are the words that differ between the databases (dialect.go).
-- Days are numbers such as 20240314, 0 for unknown; moments are milliseconds of
-- the Unix clock; texts and JSON are packed (pack.go).

-- How far each table's row ids have been given out; no id is used twice.
CREATE TABLE counters (name @TEXT@ PRIMARY KEY, given @INT@ NOT NULL) @BARE@;

-- Each string that many rows share, once: outlets, coders, parties, types, …
CREATE TABLE terms (id @ID@, field @TEXT@ NOT NULL, value @TEXT@ NOT NULL);
CREATE UNIQUE INDEX terms_value ON terms (field, value);
-- A party by its code ("c:CHN"), registry key ("k:org/sco") and words ("w:sco").
CREATE TABLE lookups (what @TEXT@ NOT NULL, term @INT@ NOT NULL, PRIMARY KEY (what, term)) @BARE@;

CREATE TABLE documents (
  id @ID@,
  head @INT@ NOT NULL, -- the first 16 digits of the SHA-256, as in the keys of events
  sha256 @BLOB@ NOT NULL,
  given @TEXT@ NOT NULL, -- id as given; empty when it is the SHA-256
  title @TEXT@ NOT NULL,
  url @TEXT@ NOT NULL,
  source @TEXT@ NOT NULL,
  published @TEXT@ NOT NULL,
  author @TEXT@ NOT NULL,
  language @TEXT@ NOT NULL,
  extra @BLOB@,
  words @INT@ NOT NULL,
  host @TEXT@ NOT NULL,
  outlet @INT@ NOT NULL, -- terms
  credit @TEXT@ NOT NULL,
  day @INT@ NOT NULL,
  added @INT@ NOT NULL,
  coder @INT@ NOT NULL, -- terms
  revision @INT@ NOT NULL,
  original @INT@, -- documents
  parent @INT@, -- documents
  copy @TEXT@ NOT NULL,
  diagnostics @BLOB@,
  sum @INT@ NOT NULL, -- check sum of the columns above (sum.go)
  kin @INT@ NOT NULL -- check sum of original, parent and copy
);
CREATE UNIQUE INDEX documents_head ON documents (head);
CREATE INDEX documents_day ON documents (day, outlet);
CREATE INDEX documents_original ON documents (original) WHERE original IS NOT NULL;

-- Where else the same text was found; the first place is in documents.
CREATE TABLE appearances (
  doc @INT@ NOT NULL, url @TEXT@ NOT NULL, outlet @TEXT@ NOT NULL, published @TEXT@ NOT NULL, title @TEXT@ NOT NULL, sum @INT@ NOT NULL,
  PRIMARY KEY (doc, url, outlet, published, title)
) @BARE@;

CREATE TABLE texts (doc @ID@, body @BLOB@ NOT NULL);

-- Every coding of every document. The digest is that of the record's JSON, the
-- chain that of the chain before it with this line.
CREATE TABLE records (
  seq @ID@,
  doc @INT@ NOT NULL,
  revision @INT@ NOT NULL,
  coder @INT@ NOT NULL,
  coded @INT@ NOT NULL, -- moment
  digest @BLOB@ NOT NULL,
  chain @BLOB@ NOT NULL,
  body @BLOB@ NOT NULL
);
CREATE UNIQUE INDEX records_doc ON records (doc, revision);

-- Key of an event: 16 digits of the text's SHA-256 (head), and the rest (tail).
CREATE TABLE events (
  id @ID@,
  doc @INT@ NOT NULL,
  head @INT@ NOT NULL,
  tail @TEXT@ NOT NULL,
  day @INT@ NOT NULL,
  until @INT@ NOT NULL,
  type @INT@ NOT NULL, -- terms
  status @SMALL@ NOT NULL,
  level @SMALL@,
  confidence @REAL@,
  scale @REAL@,
  flags @SMALL@ NOT NULL, -- 1 dated, 2 attributed
  review @SMALL@ NOT NULL, -- 0 none, 1 accepted, 2 corrected, 3 rejected
  incident @INT@, -- incidents
  blocks @BLOB@,
  body @BLOB@ NOT NULL, -- the event in force
  coded @BLOB@ -- as coded, when a correction lies over it
);
-- In order of day, with what filters test often, so that they need not read the rows.
CREATE INDEX events_day ON events (day, head, tail, type, status, level, confidence, scale, flags, review, doc);
CREATE INDEX events_doc ON events (doc);
CREATE INDEX events_incident ON events (incident) WHERE incident IS NOT NULL;

-- Who takes part, by event (role: 1 actor, 2 recipient, 3 forum, 4 speaker, 5 via, 6 about, 7 place).
CREATE TABLE event_parties (event @INT@ NOT NULL, role @SMALL@ NOT NULL, party @INT@ NOT NULL, PRIMARY KEY (event, role, party)) @BARE@;
-- Events by term, in order of day: what filters begin with.
CREATE TABLE event_terms (term @INT@ NOT NULL, day @INT@ NOT NULL, event @INT@ NOT NULL, PRIMARY KEY (term, day, event)) @BARE@;
CREATE TABLE event_blocks (block @INT@ NOT NULL, day @INT@ NOT NULL, event @INT@ NOT NULL, PRIMARY KEY (block, day, event)) @BARE@;

CREATE TABLE statements (
  id @ID@, doc @INT@ NOT NULL, head @INT@ NOT NULL, tail @TEXT@ NOT NULL, day @INT@ NOT NULL, body @BLOB@ NOT NULL
);
CREATE INDEX statements_day ON statements (day, head, tail);
CREATE INDEX statements_doc ON statements (doc);
CREATE TABLE statement_parties (statement @INT@ NOT NULL, role @SMALL@ NOT NULL, party @INT@ NOT NULL, PRIMARY KEY (statement, role, party)) @BARE@;
CREATE TABLE statement_terms (term @INT@ NOT NULL, day @INT@ NOT NULL, statement @INT@ NOT NULL, PRIMARY KEY (term, day, statement)) @BARE@;

CREATE TABLE holdings (id @ID@, doc @INT@ NOT NULL, person @INT@ NOT NULL, day @INT@ NOT NULL, body @BLOB@ NOT NULL);
CREATE INDEX holdings_doc ON holdings (doc);
CREATE INDEX holdings_person ON holdings (person, day);

CREATE TABLE incidents (
  id @ID@, name @TEXT@ NOT NULL, day @INT@ NOT NULL, until @INT@ NOT NULL, type @INT@ NOT NULL, status @SMALL@ NOT NULL,
  outcome @TEXT@ NOT NULL, announced @INT@ NOT NULL, revision @INT@ NOT NULL, body @BLOB@ NOT NULL
);
CREATE UNIQUE INDEX incidents_name ON incidents (name);
CREATE INDEX incidents_day ON incidents (day, name);
CREATE TABLE incident_changes (
  id @ID@, name @TEXT@ NOT NULL, revision @INT@ NOT NULL, at @INT@ NOT NULL, kind @TEXT@ NOT NULL, note @TEXT@ NOT NULL, other @TEXT@ NOT NULL, sum @INT@ NOT NULL
);
CREATE INDEX incident_changes_name ON incident_changes (name);

-- What copies are found by.
CREATE TABLE bands (band @INT@ NOT NULL, doc @INT@ NOT NULL, PRIMARY KEY (band, doc)) @BARE@;
CREATE TABLE prints (doc @ID@, bands @BLOB@ NOT NULL, shingles @BLOB@ NOT NULL);

-- The decisions of reviewers. The chain binds each to those before it; undone is
-- the only thing that changes, and the sum holds it.
CREATE TABLE corrections (
  id @ID@, doc @INT@ NOT NULL, otherdoc @INT@, undone @SMALL@ NOT NULL, chain @BLOB@ NOT NULL, sum @INT@ NOT NULL, body @BLOB@ NOT NULL
);
CREATE INDEX corrections_doc ON corrections (doc);
CREATE INDEX corrections_otherdoc ON corrections (otherdoc) WHERE otherdoc IS NOT NULL;

CREATE TABLE identities (name @TEXT@ PRIMARY KEY, body @BLOB@ NOT NULL) @BARE@;
CREATE TABLE tenures (person @TEXT@ NOT NULL, n @INT@ NOT NULL, body @BLOB@ NOT NULL, PRIMARY KEY (person, n)) @BARE@;
CREATE TABLE sources (outlet @TEXT@ PRIMARY KEY, body @BLOB@ NOT NULL) @BARE@;
-- State that a reader keeps under a name: of feeds, and how far files were read.
CREATE TABLE states (kind @TEXT@ NOT NULL, name @TEXT@ NOT NULL, at @INT@ NOT NULL, sum @INT@ NOT NULL, body @BLOB@ NOT NULL, PRIMARY KEY (kind, name)) @BARE@;
CREATE TABLE foreign_events (origin @TEXT@ NOT NULL, name @TEXT@ NOT NULL, day @INT@ NOT NULL, body @BLOB@ NOT NULL, PRIMARY KEY (origin, day, name)) @BARE@;
CREATE TABLE log (id @ID@, at @INT@ NOT NULL, kind @TEXT@ NOT NULL, note @TEXT@ NOT NULL, chain @BLOB@ NOT NULL);

@SEARCH event_words@;
@SEARCH statement_words@;
@SEARCH title_words@;
@SEARCH text_words@;
