-- Sequence of the newest change to a datastream's observations, where its source counts changes.
ALTER TABLE catalog_datastream ADD COLUMN revision BIGINT;
