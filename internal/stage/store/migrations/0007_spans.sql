-- Bands under the quarter in which their document was printed, and its day (spans.go): copies are looked for within weeks, and
-- the rows of a time stand together, so that what is added falls on few pages. Addresses are under −1, texts without a day under 0.
CREATE TABLE bands_spanned (span @INT@ NOT NULL, band @INT@ NOT NULL, day @INT@ NOT NULL, doc @INT@ NOT NULL, PRIMARY KEY (span, band, day, doc)) @BARE@;
INSERT INTO bands_spanned (span, band, day, doc)
	SELECT CASE WHEN (b.band & 3) = 1 THEN -1 WHEN d.printed = 0 THEN 0 ELSE d.printed / 10000 * 10 + (d.printed / 100 % 100 + 2) / 3 END AS span, b.band, d.printed, b.doc
	FROM (SELECT band, doc FROM bands UNION ALL SELECT band, doc FROM bands_young) b
	JOIN (SELECT id, CASE WHEN day / 100 % 100 BETWEEN 1 AND 12 AND day % 100 BETWEEN 1 AND 31 THEN day ELSE 0 END AS printed FROM documents) d ON d.id = b.doc
	ORDER BY 1, 2, 3, 4;
DROP TABLE bands;
ALTER TABLE bands_spanned RENAME TO bands;
DROP TABLE bands_young;
CREATE TABLE bands_young (doc @INT@ NOT NULL, band @INT@ NOT NULL, day @INT@ NOT NULL, PRIMARY KEY (doc, band)) @BARE@;
