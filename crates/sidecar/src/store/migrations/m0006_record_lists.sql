-- Lists of records by page, and what plots show of a site, without reading every record of the kind or the site.

-- The order of lists: the latest first, those without a time last.
CREATE INDEX record_by_order ON record (kind, COALESCE(begin_us, -9223372036854775807) DESC, id);
DROP INDEX record_by_kind;

-- Of a site, by kind and range of time: both ends are compared before a row is read.
CREATE INDEX record_by_site_time ON record (site_id, kind, begin_us, end_us);
DROP INDEX record_by_site;

-- Answers of operations that no outbox will ask for again are forgotten by their age.
CREATE INDEX operation_by_age ON operation (recorded_us);
