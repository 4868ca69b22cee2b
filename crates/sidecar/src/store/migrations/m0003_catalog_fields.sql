-- What the catalog says beyond the first columns: method, support, licence, citation, tags (one a line), and how
-- values arrive.
ALTER TABLE catalog_site ADD COLUMN link {text};
ALTER TABLE catalog_site ADD COLUMN licence {text};
ALTER TABLE catalog_site ADD COLUMN citation {text};
ALTER TABLE catalog_site ADD COLUMN tags {text} NOT NULL DEFAULT '';
ALTER TABLE catalog_datastream ADD COLUMN variable_definition {text};
ALTER TABLE catalog_datastream ADD COLUMN aggregation_us BIGINT;
ALTER TABLE catalog_datastream ADD COLUMN value_type {text};
ALTER TABLE catalog_datastream ADD COLUMN processing_level_explanation {text};
ALTER TABLE catalog_datastream ADD COLUMN method_id {text};
ALTER TABLE catalog_datastream ADD COLUMN method_code {text};
ALTER TABLE catalog_datastream ADD COLUMN method_description {text};
ALTER TABLE catalog_datastream ADD COLUMN method_link {text};
ALTER TABLE catalog_datastream ADD COLUMN vertical_offset_m DOUBLE PRECISION;
ALTER TABLE catalog_datastream ADD COLUMN arrived_us BIGINT;
ALTER TABLE catalog_datastream ADD COLUMN transmission_us BIGINT;
ALTER TABLE catalog_datastream ADD COLUMN delay_us BIGINT;
ALTER TABLE catalog_datastream ADD COLUMN tags {text} NOT NULL DEFAULT '';
