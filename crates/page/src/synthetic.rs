//! What is said above made-up data: whose they are.

use gagehouse_catalog::Site;
use std::collections::BTreeMap;

/// Stands before [`sentence`].
pub const TITLE: &str = "Synthetic data. ";

/// The networks of those sites that are made up, in words. Real sites beside them are told apart.
pub fn networks<'a>(sites: impl Iterator<Item = Site<'a>>) -> Vec<String> {
    let mut is_mixed: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for site in sites {
        let name = site.network_name().unwrap_or_else(|| site.source().name.as_str());
        let (made_up, real) = is_mixed.entry(name).or_default();
        *made_up |= site.synthetic();
        *real |= !site.synthetic();
    }
    let made_up = is_mixed.into_iter().filter(|(_, (made_up, _))| *made_up);
    made_up
        .map(|(name, (_, real))| {
            let some = if real { "some sites of " } else { "" };
            format!("{some}“{name}”")
        })
        .collect()
}

/// What is said of [`networks`]; `None` when all sites are real.
pub fn sentence(networks: &[String]) -> Option<String> {
    (!networks.is_empty())
        .then(|| format!("Places and values of {} are made up.", networks.join(", ")))
}
