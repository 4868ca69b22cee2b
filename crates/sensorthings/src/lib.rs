//! The OGC SensorThings protocol without I/O: queries, pages, paging.
