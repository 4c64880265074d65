-- The rows of bands and event_blocks that came last, in the order of what they belong to: there they fill pages one after the other. Where
-- the database writes whole pages, they go from here to their places many at a time.
CREATE TABLE bands_young (doc @INT@ NOT NULL, band @INT@ NOT NULL, PRIMARY KEY (doc, band)) @BARE@;
CREATE TABLE event_blocks_young (event @INT@ NOT NULL, block @INT@ NOT NULL, day @INT@ NOT NULL, PRIMARY KEY (event, block)) @BARE@;
