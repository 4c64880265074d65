-- Incidents counted by month, so that relations are measured without reading
-- them all: who did something to whom (pairs of sets of party keys), how much of
-- what kind (pair_acts), by which outlet (pair_outlets), and how much there was of
-- anyone (months; outlet 0 is all). They are sums, changed with each incident.
CREATE TABLE pairs (id @ID@, actors @TEXT@ NOT NULL, recipients @TEXT@ NOT NULL);
CREATE UNIQUE INDEX pairs_sets ON pairs (actors, recipients);
CREATE TABLE pair_acts (
  pair @INT@ NOT NULL, month @INT@ NOT NULL, type @INT@ NOT NULL, scale @INT@ NOT NULL, status @SMALL@ NOT NULL,
  incidents @INT@ NOT NULL, reports @INT@ NOT NULL, squares @INT@ NOT NULL, PRIMARY KEY (pair, month, type, scale, status)
) @BARE@;
CREATE TABLE pair_outlets (
  pair @INT@ NOT NULL, month @INT@ NOT NULL, type @INT@ NOT NULL, scale @INT@ NOT NULL, status @SMALL@ NOT NULL, outlet @INT@ NOT NULL,
  part @INT@ NOT NULL, sole @INT@ NOT NULL, PRIMARY KEY (pair, month, type, scale, status, outlet)
) @BARE@;
CREATE TABLE months (
  month @INT@ NOT NULL, outlet @INT@ NOT NULL, incidents @INT@ NOT NULL, part @INT@ NOT NULL, sole @INT@ NOT NULL, PRIMARY KEY (month, outlet)
) @BARE@;
