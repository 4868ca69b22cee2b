-- The order of lists of what has a name instead of a time: items, models, people, standards.
CREATE INDEX record_by_name ON record (kind, LOWER(title), id);
