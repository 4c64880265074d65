-- Searches that users have saved; by what each knows again what it has found; and
-- what is still to be told of it (due, in milliseconds; 0 is settled) or was.
CREATE TABLE searches (id @TEXT@ PRIMARY KEY, owner @TEXT@ NOT NULL, sum @INT@ NOT NULL, body @BLOB@ NOT NULL) @BARE@;
CREATE TABLE search_marks (search @TEXT@ NOT NULL, mark @TEXT@ NOT NULL, PRIMARY KEY (search, mark)) @BARE@;
CREATE TABLE alerts (
  id @TEXT@ PRIMARY KEY, search @TEXT@ NOT NULL, at @INT@ NOT NULL, things @INT@ NOT NULL, due @INT@ NOT NULL, tries @INT@ NOT NULL, told @SMALL@ NOT NULL,
  tried @INT@ NOT NULL, outcome @TEXT@ NOT NULL, sum @INT@ NOT NULL, body @BLOB@ NOT NULL
) @BARE@;
CREATE INDEX alerts_search ON alerts (search, at);
CREATE INDEX alerts_due ON alerts (due) WHERE due > 0;
