//! Who stands for what is shown, and what may become of it: what no address can switch off.

use super::subject::Subject;
use super::words::{Words, fill};
use std::collections::BTreeSet;

/// Who stands for series and what may become of their values.
pub fn attribution<'a>(
    words: &Words,
    subjects: impl Iterator<Item = &'a Subject> + Clone,
) -> Vec<String> {
    let of = |read: fn(&Subject) -> Option<&String>| {
        subjects.clone().filter_map(read).collect::<BTreeSet<&String>>()
    };
    let disclaimers = of(|it| it.site.disclaimer.as_ref());
    let is_said = disclaimers.iter().any(|text| text.to_lowercase().contains("synthetic"));
    let mut said = Vec::new();
    if subjects.clone().any(|it| it.site.synthetic) && !is_said {
        said.push(words.synthetic.to_owned());
    }
    let is_provisional = subjects.clone().any(Subject::is_unreviewed);
    said.push(if is_provisional { words.provisional } else { words.revisable }.to_owned());
    let sources: BTreeSet<String> = subjects.clone().map(source_text).collect();
    said.push(fill(words.source, &[&Vec::from_iter(sources).join("; ")]));
    let licences: Vec<&str> =
        of(|it| it.site.licence.as_ref()).into_iter().map(String::as_str).collect();
    if !licences.is_empty() {
        said.push(fill(words.licence, &[&licences.join("; ")]));
    }
    said.extend(disclaimers.into_iter().cloned());
    said
}

/// Who publishes a series: its network and source, once when they have one name; this server needs no naming.
fn source_text(subject: &Subject) -> String {
    match &subject.network {
        Some(network) if subject.name.source.is_local() => network.name.clone(),
        Some(network) if network.name != subject.source => {
            format!("{}, {}", network.name, subject.source)
        }
        _ => subject.source.clone(),
    }
}
