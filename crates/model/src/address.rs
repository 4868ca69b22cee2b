//! What every page's address has in common.

/// Whether other sites and mail programs hang this parameter on links that they pass on. It says nothing to us,
/// and a reader cannot help it, so that a page need not speak of it.
///
/// Known are Google's `utm_…` and `gclid`, Meta's `fbclid`, Microsoft's `msclkid`, Mailchimp's `mc_…`.
pub fn is_added_by_others(parameter: &str) -> bool {
    const NAMES: [&str; 3] = ["gclid", "fbclid", "msclkid"];
    const PREFIXES: [&str; 2] = ["utm_", "mc_"];
    NAMES.contains(&parameter) || PREFIXES.iter().any(|prefix| parameter.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::is_added_by_others;

    #[test]
    fn only_what_others_add_is_passed_over() {
        for name in ["utm_source", "utm_campaign", "fbclid", "gclid", "msclkid", "mc_cid"] {
            assert!(is_added_by_others(name), "{name}");
        }
        for name in ["d", "from", "zoom", "utm", "mc", ""] {
            assert!(!is_added_by_others(name), "{name}");
        }
    }
}
