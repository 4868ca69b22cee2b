//! The values of each facet, from the columns of a catalog.

use super::{Facet, FacetColumn, Placed, Values, spacing_key, spacing_label};
use crate::catalog::Catalog;
use crate::column::{Codes, NONE, TextColumn, WordColumn};
use crate::crosswalk::{Crosswalk, Said};
use crate::joint::{Joint, joint};
use crate::status::Status;
use gagehouse_model::{Spacing, TimeUs};
use std::collections::{BTreeSet, HashMap};

/// Names of a quantity that are told beside its own.
const NOTED_NAMES: usize = 4;

impl FacetColumn {
    /// The column of a facet; `now` decides the status.
    pub fn build(catalog: &Catalog, facet: Facet, now: TimeUs) -> Self {
        let (sites, rows) = (catalog.site_table(), catalog.datastream_table());
        match facet {
            Facet::Status => of_status(catalog, now),
            Facet::Network => of_networks(catalog),
            Facet::Variable => of_variables(catalog),
            Facet::Site => of_sites(catalog),
            Facet::SiteType => of_site_words(&sites.site_type),
            Facet::Watershed => of_site_words(&sites.watershed),
            Facet::Country => of_site_words(&sites.country),
            Facet::State => of_site_words(&sites.admin_area_1),
            Facet::County => of_counties(catalog),
            Facet::Level => of_levels(catalog),
            Facet::Interval => of_intervals(catalog),
            Facet::Unit => of_units(catalog),
            Facet::Category => of_words(&rows.variable_category),
            Facet::Medium => of_words(&rows.sampled_medium),
            Facet::Statistic => of_words(&rows.aggregation_statistic),
            Facet::Method => of_words(&rows.method_name),
            Facet::Sensor => of_words(&rows.sensor_model),
            Facet::Code => of_codes(catalog),
            Facet::Tag => of_tags(catalog),
            Facet::Source => of_sources(catalog),
        }
    }
}

fn of_words(column: &WordColumn) -> FacetColumn {
    let placed = Placed::Rows(column.codes().clone());
    FacetColumn::new(Values::words(column.vocabulary()), placed)
}

fn of_site_words(column: &WordColumn) -> FacetColumn {
    let placed = Placed::Sites(column.codes().clone());
    FacetColumn::new(Values::words(column.vocabulary()), placed)
}

/// The pairs of two columns of words, one column for each row.
fn pairs_of(first: &WordColumn, second: &WordColumn, rows: usize) -> Joint {
    let with_size = |column: &WordColumn| column.words().len();
    joint((first.codes(), with_size(first)), (second.codes(), with_size(second)), rows, usize::MAX)
        .unwrap_or_default()
}

/// The word of a code plus one.
fn word(column: &WordColumn, kept: u32) -> Option<&str> {
    column.words().get(kept.checked_sub(1)? as usize)
}

/// A vocabulary that grows, and the value that each code of a column stands for.
fn coded<'a>(
    words: impl Iterator<Item = Option<std::borrow::Cow<'a, str>>>,
) -> (WordColumn, Codes) {
    let mut values = WordColumn::default();
    words.for_each(|word| values.push(word.as_deref()));
    (values.vocabulary(), values.codes().clone())
}

fn of_sources(catalog: &Catalog) -> FacetColumn {
    let (mut keys, mut labels) = (WordColumn::default(), TextColumn::default());
    for source in catalog.sources() {
        keys.push(Some(source.entry.key.as_str()));
        labels.push(Some(&source.entry.name));
    }
    let of_sites = catalog.source_of_site().iter().map(|source| u32::from(*source));
    let codes = Codes::collect(keys.words().len(), of_sites);
    FacetColumn::new(Values::labelled(keys.vocabulary(), labels), Placed::Sites(codes))
}

/// Networks of one name in several sources are one choice.
fn of_networks(catalog: &Catalog) -> FacetColumn {
    let mut names = WordColumn::default();
    catalog.network_table().name.iter().for_each(|name| names.push(name));
    let code = |network: Option<u32>| network.map_or(NONE, |row| names.codes().get(row as usize));
    let (sites, rows) = (catalog.site_table(), catalog.datastream_table());
    let size = names.words().len();
    let of_site = |row: usize| rows.site.get(row).and_then(|site| sites.network.get(site as usize));
    let all_follow =
        (0..catalog.len()).all(|row| code(rows.network.get(row)) == code(of_site(row)));
    let placed = if all_follow {
        let codes = (0..catalog.site_count()).map(|site| code(sites.network.get(site)));
        Placed::Sites(Codes::collect(size, codes))
    } else {
        Placed::Rows(Codes::collect(
            size,
            (0..catalog.len()).map(|row| code(rows.network.get(row))),
        ))
    };
    FacetColumn::new(Values::words(names.vocabulary()), placed)
}

fn of_sites(catalog: &Catalog) -> FacetColumn {
    let count = catalog.site_count();
    let codes = Codes::collect(count, 0..count as u32);
    FacetColumn::new(Values::Sites(catalog.clone()), Placed::Sites(codes))
}

/// A county is told with its state: several states have a county of one name.
fn of_counties(catalog: &Catalog) -> FacetColumn {
    let sites = catalog.site_table();
    let (states, counties) = (&sites.admin_area_1, &sites.admin_area_2);
    let pairs = pairs_of(states, counties, catalog.site_count());
    let (values, of_pairs) = coded(pairs.pairs.iter().map(|(state, county)| {
        let county = word(counties, *county)?;
        Some(match word(states, *state) {
            Some(state) => format!("{county}, {state}").into(),
            None => county.into(),
        })
    }));
    FacetColumn::new(Values::words(values), Placed::Sites(of_pairs.gathered(&pairs.codes)))
}

/// Quantities through the crosswalk; what sources call them are aliases.
fn of_variables(catalog: &Catalog) -> FacetColumn {
    let rows = catalog.datastream_table();
    let crosswalk = Crosswalk::default();
    let named = pairs_of(&rows.variable_name, &rows.variable_code, catalog.len());
    let defined = pairs_of(&rows.variable_definition, &rows.sampled_medium, catalog.len());
    let all = joint(
        (&named.codes, named.pairs.len()),
        (&defined.codes, defined.pairs.len()),
        catalog.len(),
        usize::MAX,
    )
    .unwrap_or_default();
    let mut values = WordColumn::default();
    let mut names_of: Vec<BTreeSet<&str>> = Vec::new();
    let mut said_for: HashMap<&str, Option<u32>> = HashMap::new();
    for (first, second) in &all.pairs {
        let pair = |pairs: &[(u32, u32)], at: &u32| {
            at.checked_sub(1).and_then(|at| pairs.get(at as usize)).copied().unwrap_or_default()
        };
        let (name, code) = pair(&named.pairs, first);
        let (definition, medium) = pair(&defined.pairs, second);
        let said = Said {
            name: word(&rows.variable_name, name).unwrap_or(""),
            code: word(&rows.variable_code, code),
            definition: word(&rows.variable_definition, definition),
            medium: word(&rows.sampled_medium, medium),
        };
        let quantity = crosswalk.quantity(said).unwrap_or(said.name);
        values.push(Some(quantity));
        let value = values.codes().get(values.codes().len() - 1);
        if value == NONE {
            continue;
        }
        names_of.resize_with(values.words().len(), BTreeSet::new);
        if said.name != quantity {
            names_of[value as usize].insert(said.name);
        }
        // A name that means two quantities means none.
        let meant = said_for.entry(said.name).or_insert(Some(value));
        *meant = meant.filter(|known| *known == value);
    }
    let mut notes = TextColumn::default();
    for names in &names_of {
        let few: Vec<&str> = names.iter().copied().take(NOTED_NAMES).collect();
        let more = if names.len() > NOTED_NAMES { ", …" } else { "" };
        notes.push(Some(&format!("{}{more}", few.join("; "))));
    }
    let aliases = said_for.into_iter().filter_map(|(name, v)| Some((name.to_owned(), v?)));
    let values_of_pairs = values.codes().clone();
    let values = Values::Words {
        keys: values.vocabulary(),
        labels: None,
        aliases: aliases.collect(),
        notes: Some(Box::new(notes)),
    };
    FacetColumn::new(values, Placed::Rows(values_of_pairs.gathered(&all.codes)))
}

/// Variables as their sources call them: the code, with its name beside it.
fn of_codes(catalog: &Catalog) -> FacetColumn {
    let rows = catalog.datastream_table();
    let words = &rows.variable_code;
    let pairs = pairs_of(words, &rows.variable_name, catalog.len());
    let mut names: Vec<Option<Option<u32>>> = vec![None; words.words().len()];
    agree(&mut names, &pairs.pairs);
    let labels = labels_of(words, &names, &rows.variable_name);
    let values = Values::labelled(words.vocabulary(), labels);
    FacetColumn::new(values, Placed::Rows(words.codes().clone()))
}

fn of_units(catalog: &Catalog) -> FacetColumn {
    let rows = catalog.datastream_table();
    let pairs = pairs_of(&rows.unit_symbol, &rows.unit_name, catalog.len());
    let (values, of_pairs) = coded(pairs.pairs.iter().map(|(symbol, name)| {
        Some(word(&rows.unit_symbol, *symbol).or_else(|| word(&rows.unit_name, *name))?.into())
    }));
    FacetColumn::new(Values::words(values), Placed::Rows(of_pairs.gathered(&pairs.codes)))
}

/// A level is its code; its meaning stands beside it when the sources agree.
fn of_levels(catalog: &Catalog) -> FacetColumn {
    let rows = catalog.datastream_table();
    let (words, definitions) = (&rows.processing_level, &rows.processing_level_definition);
    let pairs = pairs_of(words, definitions, catalog.len());
    let mut meanings: Vec<Option<Option<u32>>> = vec![None; words.words().len()];
    agree(&mut meanings, &pairs.pairs);
    let labels = labels_of(words, &meanings, definitions);
    let values = Values::labelled(words.vocabulary(), labels);
    FacetColumn::new(values, Placed::Rows(words.codes().clone()))
}

/// Which second word goes with each first one: none yet, one, or several that disagree.
fn agree(second_of: &mut [Option<Option<u32>>], pairs: &[(u32, u32)]) {
    for (first, second) in pairs {
        let (Some(first), Some(second)) = (first.checked_sub(1), second.checked_sub(1)) else {
            continue;
        };
        if let Some(known) = second_of.get_mut(first as usize) {
            *known = match *known {
                None => Some(Some(second)),
                Some(Some(same)) if same == second => Some(Some(same)),
                _ => Some(None),
            };
        }
    }
}

/// `word: meaning`, the word alone where there is no one meaning.
fn labels_of(
    words: &WordColumn,
    meanings: &[Option<Option<u32>>],
    texts: &WordColumn,
) -> TextColumn {
    let mut labels = TextColumn::default();
    for (word, meaning) in words.words().iter().zip(meanings) {
        let word = word.unwrap_or("");
        match meaning.flatten().and_then(|at| texts.words().get(at as usize)) {
            Some(meaning) if meaning != word => labels.push(Some(&format!("{word}: {meaning}"))),
            _ => labels.push(Some(word)),
        }
    }
    labels
}

/// Intervals, the shortest first.
fn of_intervals(catalog: &Catalog) -> FacetColumn {
    let us = &catalog.datastream_table().spacing_us;
    let spacings = || (0..catalog.len()).map(|row| us.get(row).and_then(Spacing::from_us));
    let mut distinct: BTreeSet<Spacing> = BTreeSet::new();
    let mut last = None;
    for spacing in spacings().flatten() {
        if last != Some(spacing) {
            distinct.insert(spacing);
            last = Some(spacing);
        }
    }
    let (mut keys, mut labels) = (WordColumn::default(), TextColumn::default());
    for spacing in &distinct {
        keys.push(Some(&spacing_key(*spacing)));
        labels.push(Some(&spacing_label(*spacing)));
    }
    let distinct: Vec<Spacing> = distinct.into_iter().collect();
    let code = |spacing: Option<Spacing>| match spacing {
        Some(spacing) => distinct.binary_search(&spacing).map_or(NONE, |at| at as u32),
        None => NONE,
    };
    let codes = Codes::collect(distinct.len(), spacings().map(code));
    FacetColumn::new(Values::labelled(keys.vocabulary(), labels), Placed::Rows(codes)).in_order()
}

/// The tags of a datastream and of its site.
fn of_tags(catalog: &Catalog) -> FacetColumn {
    let (sites, rows) = (catalog.site_table(), catalog.datastream_table());
    let mut values = WordColumn::default();
    let mut set_of = |texts: [Option<&str>; 2]| -> Vec<u32> {
        let tags: BTreeSet<&str> = texts.into_iter().flatten().flat_map(str::lines).collect();
        tags.into_iter()
            .map(|tag| {
                values.push(Some(tag));
                values.code_of(tag).unwrap_or(NONE)
            })
            .collect()
    };
    let (sets, placed) = if rows.tags.words().is_empty() {
        let sets = sites.tags.words().iter().map(|text| set_of([text, None])).collect();
        (sets, Placed::Sites(sites.tags.codes().clone()))
    } else {
        let of_sites = (0..catalog.len()).map(|row| {
            rows.site.get(row).map_or(NONE, |site| sites.tags.codes().get(site as usize))
        });
        let of_sites = Codes::collect(sites.tags.words().len(), of_sites);
        let pairs = joint(
            (rows.tags.codes(), rows.tags.words().len()),
            (&of_sites, sites.tags.words().len()),
            catalog.len(),
            usize::MAX,
        )
        .unwrap_or_default();
        let set =
            |(own, site): &(u32, u32)| set_of([word(&rows.tags, *own), word(&sites.tags, *site)]);
        let sets = pairs.pairs.iter().map(set).collect();
        (sets, Placed::Rows(pairs.codes))
    };
    FacetColumn { sets, ..FacetColumn::new(Values::words(values.vocabulary()), placed) }
}

/// Status classes, the most alive first.
fn of_status(catalog: &Catalog, now: TimeUs) -> FacetColumn {
    let (mut keys, mut labels) = (WordColumn::default(), TextColumn::default());
    for status in Status::ALL {
        keys.push(Some(status.key()));
        labels.push(Some(status.label()));
    }
    let codes = catalog.datastreams().map(|datastream| datastream.signs().status(now) as u32);
    let codes = Codes::collect(Status::ALL.len(), codes);
    FacetColumn::new(Values::labelled(keys.vocabulary(), labels), Placed::Rows(codes)).in_order()
}
