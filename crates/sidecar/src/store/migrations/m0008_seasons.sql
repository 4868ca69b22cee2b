-- The part of the year in which a series rests, as learned from its record.

ALTER TABLE catalog_datastream ADD COLUMN pause BIGINT;
