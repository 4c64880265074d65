-- Incidents are found by what they tell themselves, not by what their reports
-- tell; pairs of countries are terms of their own (ofDyad), of events too; and
-- the monthly sums are found by who takes part.
ALTER TABLE incidents ADD COLUMN level @SMALL@;
ALTER TABLE incidents ADD COLUMN confidence @REAL@;
ALTER TABLE incidents ADD COLUMN scale @REAL@;
CREATE TABLE incident_terms (term @INT@ NOT NULL, day @INT@ NOT NULL, incident @INT@ NOT NULL, PRIMARY KEY (term, day, incident)) @BARE@;
CREATE TABLE pair_keys (party @TEXT@ NOT NULL, pair @INT@ NOT NULL, PRIMARY KEY (party, pair)) @BARE@;
-- Documents by day and outlet, and the events that were read in them: sums.
CREATE TABLE coverage (day @INT@ NOT NULL, outlet @INT@ NOT NULL, documents @INT@ NOT NULL, events @INT@ NOT NULL, PRIMARY KEY (day, outlet)) @BARE@;
INSERT INTO coverage (day, outlet, documents, events) SELECT day, outlet, sum(documents), sum(events) FROM (
  SELECT day, outlet, count(*) AS documents, 0 AS events FROM documents GROUP BY day, outlet
  UNION ALL SELECT d.day, d.outlet, 0, count(*) FROM events e JOIN documents d ON d.id = e.doc GROUP BY d.day, d.outlet) x
  GROUP BY day, outlet;
