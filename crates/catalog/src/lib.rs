//! The columnar catalog: records, parts, facets, search.
