//! Passwords: argon2id, as its authors recommend (19 MiB, 2 passes), a few at a time.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Fewest characters.
pub const SHORTEST: usize = 10;
/// Most bytes that are hashed.
const LONGEST: usize = 200;

/// Hashing takes memory and a core: the next one waits.
static PLACES: Semaphore = Semaphore::const_new(2);

/// Stands for the password of an account that is not there, so that it takes as long to say so.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody's password").unwrap_or_default());

/// Why a password is not taken.
pub fn refuse(password: &str) -> Option<String> {
    if password.chars().count() < SHORTEST {
        Some(format!("a password has at least {SHORTEST} characters"))
    } else if password.len() > LONGEST {
        Some(format!("a password has at most {LONGEST} bytes"))
    } else {
        None
    }
}

/// The hash of a password.
pub async fn hash(password: &str) -> anyhow::Result<String> {
    let password = password.to_owned();
    let _place = PLACES.acquire().await;
    tokio::task::spawn_blocking(move || hash_now(&password)).await?
}

/// Whether a password is that of a hash; without one it takes as long and is not.
pub async fn verify(password: &str, hash: Option<String>) -> anyhow::Result<bool> {
    if password.len() > LONGEST {
        return Ok(false);
    }
    let password = password.to_owned();
    let _place = PLACES.acquire().await;
    Ok(tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let fits = PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
        });
        fits && known
    })
    .await?)
}

fn hash_now(password: &str) -> anyhow::Result<String> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let failed = |error| anyhow::anyhow!("a password cannot be hashed: {error}");
    let salt = SaltString::encode_b64(&salt).map_err(failed)?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let one = hash("correct horse").await.unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_ne!(one, hash("correct horse").await.unwrap());
        assert!(verify("correct horse", Some(one.clone())).await.unwrap());
        assert!(!verify("correct horsf", Some(one)).await.unwrap());
        assert!(!verify("nobody's password", None).await.unwrap());
        assert!(!verify("x", Some("not a hash".into())).await.unwrap());
        assert!(refuse("short").is_some() && refuse(&"x".repeat(201)).is_some());
        assert!(refuse("long enough").is_none());
    }
}
