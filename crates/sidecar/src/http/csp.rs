//! The content security policy of the browser app, from its built `index.html`.
//!
//! Trunk writes one inline module script; it is allowed by its hash, so that no other inline script
//! runs. The hash is of the text that a browser sees, in which every line end is one `\n`.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The policy for a page, and for workers that load a script from our origin.
/// `data_origins` are those that the app asks besides our own; photos of their sites are shown. `tile_origins` are those
/// whose pictures the map shows.
pub fn policy(html: &str, data_origins: &[String], tile_origins: &[String]) -> String {
    let mut script = "script-src 'self' 'wasm-unsafe-eval'".to_owned();
    for hash in inline_scripts(html).map(hash) {
        script.push_str(&format!(" '{hash}'"));
    }
    let listed = |origins: &[String]| -> String {
        origins.iter().map(|origin| format!(" {origin}")).collect()
    };
    let (origins, tiles) = (listed(data_origins), listed(tile_origins));
    format!(
        "default-src 'none'; {script}; style-src 'self'; img-src 'self' data: blob:{origins}{tiles}; connect-src 'self'{origins}; \
         font-src 'self'; frame-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// The hash of an inline script or style, as a policy names it.
pub fn hash(script: &str) -> String {
    let text = script.replace("\r\n", "\n").replace('\r', "\n");
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// Texts of the `<script>` elements that have no `src`.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    let lower = html.to_ascii_lowercase();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + lower[at..].find("<script")?;
            let body = open + lower[open..].find('>')? + 1;
            let close = body + lower[body..].find("</script")?;
            at = close;
            let is_script =
                lower.as_bytes().get(open + 7).is_some_and(|b| b">/ \t\r\n".contains(b));
            if is_script && !has_src(&lower[open + 7..body - 1]) {
                return Some(&html[body..close]);
            }
        }
    })
}

/// Whether a start tag's attributes hold `src`; values are skipped, quoted or not.
fn has_src(attributes: &str) -> bool {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return false;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name == "src" {
            return true;
        }
        rest = match after.trim_start().strip_prefix('=').map(str::trim_start) {
            None => after,
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    value[1..].split_once(quote).map_or("", |(_, after)| after)
                }
                _ => value.find(char::is_whitespace).map_or("", |end| &value[end..]),
            },
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts(html: &str) -> Vec<&str> {
        inline_scripts(html).collect()
    }

    #[test]
    fn inline_scripts_are_found_and_linked_ones_are_not() {
        let html = "<SCRIPT type=module nonce=a>one</SCRIPT><script src='a.js'></script>\
                    <script data-src=\"a > b\">two</script><scripted>x</scripted>\
                    <script type=\"module\" SRC = a.js></script><script>three</script >";
        // A `>` in a quoted value ends our tag early; the hash is then of another text and the script
        // stays blocked, which is the safe side.
        assert_eq!(scripts(html), ["one", " b\">two", "three"]);
    }

    #[test]
    fn a_page_without_scripts_or_with_a_broken_one_allows_none() {
        assert!(scripts("<p>no script</p>").is_empty());
        assert!(scripts("<script>never closed").is_empty());
        assert!(scripts("<script").is_empty());
    }

    #[test]
    fn the_hash_is_of_the_text_as_a_browser_reads_it() {
        // From the CSP specification's own example.
        assert_eq!(
            hash("alert('Hello, world.');"),
            "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
        );
        assert_eq!(hash("a\r\nb\r"), hash("a\nb\n"));
    }

    #[test]
    fn the_policy_never_allows_inline_code_or_style() {
        let (data, tiles) = ("https://data.example.org", "https://tiles.example.org");
        let policy = policy("<script>x</script>", &[data.to_owned()], &[tiles.to_owned()]);
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert!(policy.contains("connect-src 'self' https://data.example.org;"));
        assert!(policy.contains(
            "img-src 'self' data: blob: https://data.example.org https://tiles.example.org;"
        ));
        assert_eq!(policy.matches("'sha256-").count(), 1);
    }
}
