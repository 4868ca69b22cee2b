//! How a site's data are cited: as text, for BibTeX, and for reference managers (RIS).

use gagehouse_catalog::{Catalog, Site};
use gagehouse_model::TimeUs;

/// What a citation says.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// Who operates the site.
    pub author: String,
    /// Year of the newest value, else of access.
    pub year: i64,
    /// `Logan River Observatory data: pH, Stage at Logan River near Tony Grove (LR_TG_BA), 2014-05-30 to 2020-03-31`.
    pub title: String,
    /// Who serves it.
    pub publisher: String,
    /// Absolute address of the page.
    pub url: String,
    /// Date of access, `2026-11-28`.
    pub accessed: String,
    /// The owner's own words, which win over ours.
    pub owner_text: Option<String>,
    /// Licence of the data.
    pub licence: Option<String>,
}

impl Citation {
    /// The citation of a site's data, read on the day of `now` at `url`.
    pub fn of(catalog: &Catalog, site: &Site, url: &str, now: TimeUs) -> Self {
        let mut variables: Vec<&str> = Vec::new();
        let (mut begin, mut end) = (None::<TimeUs>, None::<TimeUs>);
        for series in catalog.datastreams_of(site.row()) {
            if !variables.contains(&series.variable_name()) {
                variables.push(series.variable_name());
            }
            begin = begin.into_iter().chain(series.begin()).min();
            // A date of 2103 would make the citation of a future year.
            end = end.max(series.end().filter(|end| *end <= now));
        }
        let network = site.network_name().unwrap_or(site.source().name.as_str());
        let span = begin.zip(end).map(|(begin, end)| format!(", {} to {}", date(begin), date(end)));
        let colon = if variables.is_empty() { "" } else { ": " };
        let title = format!(
            "{network} data{colon}{} at {} ({}){}",
            variables.join(", "),
            site.name(),
            site.url_code(),
            span.unwrap_or_default()
        );
        Self {
            author: network.to_owned(),
            year: end.unwrap_or(now).civil_date().0,
            title,
            publisher: site.source().name.clone(),
            url: url.to_owned(),
            accessed: date(now),
            owner_text: site.citation().map(str::to_owned),
            licence: site.licence().map(str::to_owned),
        }
    }

    /// One paragraph.
    pub fn text(&self) -> String {
        let licence =
            self.licence.as_ref().map(|text| format!(" Licence: {text}.")).unwrap_or_default();
        match &self.owner_text {
            Some(text) => {
                let stop = if text.ends_with('.') { "" } else { "." };
                format!("{text}{stop} {}. Accessed {}.{licence}", self.url, self.accessed)
            }
            None => format!(
                "{} ({}). {}. {}. {}. Accessed {}.{licence}",
                self.author, self.year, self.title, self.publisher, self.url, self.accessed
            ),
        }
    }

    /// An entry for BibTeX.
    pub fn bibtex(&self) -> String {
        let key: String = self.author.chars().filter(char::is_ascii_alphanumeric).collect();
        let mut entry = format!("@misc{{{}{},\n", key.to_lowercase(), self.year);
        let note = self.owner_text.as_deref().unwrap_or("");
        for (field, text) in [
            // Two braces keep a name whole.
            ("author", format!("{{{}}}", tex(&self.author))),
            ("title", format!("{{{}}}", tex(&self.title))),
            ("year", self.year.to_string()),
            ("publisher", tex(&self.publisher)),
            ("howpublished", format!("\\url{{{}}}", self.url)),
            ("urldate", self.accessed.clone()),
            ("note", tex(note)),
        ] {
            if !text.is_empty() {
                entry.push_str(&format!("  {field} = {{{text}}},\n"));
            }
        }
        entry.push_str("}\n");
        entry
    }

    /// A record for reference managers.
    pub fn ris(&self) -> String {
        let line = |tag: &str, text: &str| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.is_empty() { String::new() } else { format!("{tag}  - {text}\r\n") }
        };
        [
            line("TY", "DATA"),
            line("AU", &self.author),
            line("TI", &self.title),
            line("PY", &self.year.to_string()),
            line("PB", &self.publisher),
            line("UR", &self.url),
            line("Y2", &self.accessed.replace('-', "/")),
            line("N1", self.owner_text.as_deref().unwrap_or("")),
            "ER  - \r\n".to_owned(),
        ]
        .concat()
    }
}

fn date(time: TimeUs) -> String {
    let (year, month, day) = time.civil_date();
    format!("{year:04}-{month:02}-{day:02}")
}

/// What TeX would read as commands, as text.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '{' | '}' => {}
            '\\' => out.push_str("\\textbackslash "),
            '~' => out.push_str("\\textasciitilde "),
            '^' => out.push_str("\\textasciicircum "),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_citation() -> Citation {
        Citation {
            author: "Brooks & Co".into(),
            year: 2020,
            title: "Brooks data: pH at Mill (007), 2014-05-30 to 2020-03-31".into(),
            publisher: "This server".into(),
            url: "https://a.org/sites/local/007".into(),
            accessed: "2026-11-28".into(),
            owner_text: None,
            licence: Some("CC BY 4.0".into()),
        }
    }

    #[test]
    fn a_site_is_cited_in_three_ways() {
        let citation = a_citation();
        assert_eq!(
            citation.text(),
            "Brooks & Co (2020). Brooks data: pH at Mill (007), 2014-05-30 to 2020-03-31. This server. \
             https://a.org/sites/local/007. Accessed 2026-11-28. Licence: CC BY 4.0."
        );
        let bibtex = citation.bibtex();
        assert!(
            bibtex.starts_with("@misc{brooksco2020,\n  author = {{Brooks \\& Co}},"),
            "{bibtex}"
        );
        assert!(citation.ris().starts_with("TY  - DATA\r\nAU  - Brooks & Co\r\n"));
        assert!(citation.ris().ends_with("Y2  - 2026/11/28\r\nER  - \r\n"));
    }

    #[test]
    fn the_owner_s_words_win() {
        let citation = Citation { owner_text: Some("Cite us so".into()), ..a_citation() };
        assert!(citation.text().starts_with("Cite us so. https://a.org/"));
        assert!(citation.bibtex().contains("note = {Cite us so}"));
    }
}
