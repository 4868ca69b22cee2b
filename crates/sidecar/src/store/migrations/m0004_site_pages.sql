-- How the values of a datastream arrived (gagehouse_catalog::arrival), values that mean something to people (value,
-- name, meaning by tabs, one a line), and what a site's page shows besides: documents and photos (name, address by
-- a tab, one a line) and neighbours along the river (relation, code by a tab, one a line).
ALTER TABLE catalog_datastream ADD COLUMN arrivals {text} NOT NULL DEFAULT '';
ALTER TABLE catalog_datastream ADD COLUMN thresholds {text} NOT NULL DEFAULT '';
ALTER TABLE catalog_site ADD COLUMN attachments {text} NOT NULL DEFAULT '';
ALTER TABLE catalog_site ADD COLUMN neighbours {text} NOT NULL DEFAULT '';
