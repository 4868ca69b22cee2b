//! Views of the catalog that somebody gave a name, kept on this device.

use crate::browser;
use serde::{Deserialize, Serialize};

/// Where they are kept.
const KEY: &str = "gagehouse.catalog.views";
/// As many are kept.
const MOST: usize = 100;

/// A named view.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SavedView {
    /// What its owner calls it.
    pub name: String,
    /// The query string, without `?`.
    pub query: String,
}

/// Those of this device, in the order of their names.
pub fn all() -> Vec<SavedView> {
    let text = browser::remembered(KEY);
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Keeps them. Nothing happens when the browser does not keep anything.
pub fn keep(views: &[SavedView]) {
    let text = serde_json::to_string(views).ok();
    browser::remember(KEY, text.as_deref().filter(|_| !views.is_empty()));
}

/// The views with one more, which takes the place of one of the same name.
pub fn with(mut views: Vec<SavedView>, view: SavedView) -> Vec<SavedView> {
    views.retain(|known| known.name != view.name);
    views.push(view);
    views.sort_by(|a, b| gagehouse_catalog::text::natural_order(&a.name, &b.name));
    views.truncate(MOST);
    views
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_of_the_same_name_takes_the_place_of_the_old_one() {
        let view = |name: &str, query: &str| SavedView { name: name.into(), query: query.into() };
        let views = with(with(vec![], view("b", "1")), view("a", "2"));
        let views = with(views, view("b", "3"));
        assert_eq!(views, [view("a", "2"), view("b", "3")]);
    }
}
