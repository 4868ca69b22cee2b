//! A time series as columns: gaps, chunks, pyramid, downsampling, statistics.
