//! Bytes that are compressed once and sent many times.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, Read, Write};

/// Good compression of columns at a speed that a first visitor does not notice.
const BROTLI_QUALITY: u32 = 7;
/// log2 of the window: dictionaries of a large part are reached again.
const BROTLI_WINDOW: u32 = 22;

/// Bytes in the two encodings that browsers take.
#[derive(Debug, Clone)]
pub struct Compressed {
    brotli: Bytes,
    gzip: Bytes,
}

impl Compressed {
    /// Compresses; takes as long as it takes, so not on a thread that answers requests.
    pub fn new(bytes: &[u8]) -> io::Result<Self> {
        let mut brotli =
            brotli::CompressorWriter::new(Vec::new(), 1 << 16, BROTLI_QUALITY, BROTLI_WINDOW);
        brotli.write_all(bytes)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(bytes)?;
        Ok(Self { brotli: brotli.into_inner().into(), gzip: gzip.finish()?.into() })
    }

    /// What both encodings take in memory.
    pub fn bytes(&self) -> usize {
        self.brotli.len() + self.gzip.len()
    }

    /// The encoding that who asks takes, with its name; plain for who takes none.
    pub fn for_request(&self, headers: &HeaderMap) -> io::Result<(Option<HeaderValue>, Bytes)> {
        if takes(headers, "br") {
            return Ok((Some(HeaderValue::from_static("br")), self.brotli.clone()));
        }
        if takes(headers, "gzip") {
            return Ok((Some(HeaderValue::from_static("gzip")), self.gzip.clone()));
        }
        let mut plain = Vec::new();
        GzDecoder::new(&self.gzip[..]).read_to_end(&mut plain)?;
        Ok((None, plain.into()))
    }
}

/// Whether `Accept-Encoding` names an encoding without refusing it.
fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
        let weight = weight.trim().strip_prefix("q=").unwrap_or("1").parse().unwrap_or(1.0);
        name.trim().eq_ignore_ascii_case(encoding) && weight > 0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(encodings: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(encodings))])
    }

    #[test]
    fn who_asks_gets_an_encoding_it_takes() {
        let bytes = b"columns of columns of columns".repeat(50);
        let compressed = Compressed::new(&bytes).unwrap();
        for (asked, got) in [
            ("gzip, br", Some("br")),
            ("gzip;q=1.0, br;q=0", Some("gzip")),
            ("brotli", None),
            ("identity", None),
        ] {
            let (encoding, body) = compressed.for_request(&asking(asked)).unwrap();
            assert_eq!(encoding.as_ref().map(|e| e.to_str().unwrap()), got, "{asked}");
            assert_eq!(body == bytes, got.is_none());
        }
        assert_eq!(compressed.for_request(&HeaderMap::new()).unwrap().1, bytes);
    }
}
