-- A token may be held to one of its account's networks.

ALTER TABLE api_token ADD COLUMN network_id INTEGER REFERENCES network (id);
