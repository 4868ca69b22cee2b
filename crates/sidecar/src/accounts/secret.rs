//! Secrets that a browser or a program keeps: random, and stored only as their hash.

use crate::store::records::apply::sha256;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A new secret: 256 random bits as text.
pub fn new() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is stored of it. It is random, so that a plain hash is enough.
pub fn hash(secret: &str) -> String {
    sha256(secret.as_bytes())
}
