//! Small lists inside one text: an item a line, its parts by tabs. The tables of the store and the columns of a part
//! keep them so.

/// A document or photo of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its address; only `https://` and `http://` are kept.
    pub url: String,
}

/// Where a site lies along the river, seen from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Water comes from there.
    Upstream,
    /// Water goes there.
    Downstream,
}

/// A site along the river, as the source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Where it lies.
    pub relation: Relation,
    /// Its code, else its id, at the same source.
    pub code: String,
}

/// A value that means something to people, in the unit of its series.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// The value from which on it counts; finite.
    pub value: f64,
    /// What it is called.
    pub name: String,
    /// What happens there, possibly empty.
    pub meaning: String,
}

impl Relation {
    fn word(self) -> &'static str {
        match self {
            Self::Upstream => "upstream",
            Self::Downstream => "downstream",
        }
    }
}

impl Attachment {
    /// `None` for an address that a browser should not be sent to.
    pub fn new(name: &str, url: &str) -> Option<Self> {
        let is_web = ["https://", "http://"].iter().any(|scheme| {
            url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        let has_space = url.chars().any(|c| c.is_whitespace() || c.is_control());
        (is_web && !has_space).then(|| Self { name: one_line(name), url: url.to_owned() })
    }

    /// Whether it is a picture, by its name.
    pub fn is_photo(&self) -> bool {
        let path = self.url.split(['?', '#']).next().unwrap_or_default().to_lowercase();
        [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".heic"]
            .iter()
            .any(|end| path.ends_with(end) || self.name.to_lowercase().ends_with(end))
    }

    /// As lines.
    pub fn join(all: &[Self]) -> String {
        join(all.iter().map(|item| [item.name.clone(), item.url.clone()]))
    }

    /// From lines; what is none is left out.
    pub fn split(text: &str) -> Vec<Self> {
        let parts = text.lines().filter_map(|line| line.split_once('\t'));
        parts.filter_map(|(name, url)| Self::new(name, url)).collect()
    }
}

impl Neighbour {
    /// As lines.
    pub fn join(all: &[Self]) -> String {
        join(all.iter().map(|item| [item.relation.word().to_owned(), one_line(&item.code)]))
    }

    /// From lines; what is none is left out.
    pub fn split(text: &str) -> Vec<Self> {
        let parts = text.lines().filter_map(|line| line.split_once('\t'));
        let neighbours = parts.filter_map(|(word, code)| {
            let known = [Relation::Upstream, Relation::Downstream];
            let relation = known.into_iter().find(|relation| relation.word() == word)?;
            (!code.is_empty()).then(|| Self { relation, code: code.to_owned() })
        });
        neighbours.collect()
    }
}

impl Threshold {
    /// As lines.
    pub fn join(all: &[Self]) -> String {
        join(
            all.iter().map(|item| {
                [item.value.to_string(), one_line(&item.name), one_line(&item.meaning)]
            }),
        )
    }

    /// From lines; what is none is left out.
    pub fn split(text: &str) -> Vec<Self> {
        let thresholds = text.lines().filter_map(|line| {
            let mut parts = line.splitn(3, '\t');
            let value: f64 = parts.next()?.parse().ok()?;
            let (name, meaning) = (parts.next()?.to_owned(), parts.next().unwrap_or("").to_owned());
            value.is_finite().then_some(Self { value, name, meaning })
        });
        thresholds.collect()
    }
}

fn join<const N: usize>(items: impl Iterator<Item = [String; N]>) -> String {
    items.map(|parts| parts.join("\t")).collect::<Vec<_>>().join("\n")
}

/// A text without line breaks and tabs.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_is_split_and_breaks_in_names_do_no_harm() {
        let photo = Attachment::new("Weir\tin\nspring", "https://a.org/Weir.JPG?x=1").unwrap();
        assert_eq!((photo.name.as_str(), photo.is_photo()), ("Weir in spring", true));
        let all = vec![photo, Attachment::new("Rating", "https://a.org/r.pdf").unwrap()];
        assert_eq!(Attachment::split(&Attachment::join(&all)), all);
        let up = Neighbour { relation: Relation::Upstream, code: "007".into() };
        let all = vec![up, Neighbour { relation: Relation::Downstream, code: "B 2".into() }];
        assert_eq!(Neighbour::split(&Neighbour::join(&all)), all);
        let flood = Threshold { value: 3.25, name: "Flood stage".into(), meaning: String::new() };
        assert_eq!(Threshold::split(&Threshold::join(std::slice::from_ref(&flood))), [flood]);
        assert_eq!(Threshold::split("nan\tx\t\nx\n1e999\ty\t"), []);
    }

    #[test]
    fn addresses_that_run_scripts_or_hold_blanks_are_left_out() {
        for url in ["javascript:alert(1)", "data:text/html,x", "//a.org/x", "https://a.org/a b", ""]
        {
            assert_eq!(Attachment::new("x", url), None, "{url}");
        }
    }
}
