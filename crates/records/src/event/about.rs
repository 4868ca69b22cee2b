//! Which datastreams a record explains.
//!
//! A record names a datastream, or an item that was deployed then and feeds one, or a variable by its code. A plot of another
//! processing level of the same variable at the same site is explained by it too: what happened to the raw series is in the
//! corrected one.

use crate::kinds::Deployment;
use crate::{RecordId, When};
use gagehouse_model::DatastreamRef;
use std::collections::HashMap;

/// How names of variables begin that a discharge measurement is a reading of.
pub const DISCHARGE: &[&str] = &["discharge", "streamflow"];
/// The same of its gage height.
pub const GAGE_HEIGHT: &[&str] = &["gage height", "stage"];

/// Whether a variable is of a quantity, told how names of its variables begin.
pub fn is_of(name: &str, beginnings: &[&str]) -> bool {
    let name = name.to_lowercase();
    beginnings.iter().any(|word| name.starts_with(word))
}

/// A datastream that somebody asks about.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What addresses it.
    pub name: DatastreamRef,
    /// Our key of its site.
    pub site: i32,
    /// Its variable.
    pub variable: Variable,
}

/// A variable by its code and its name, of which either may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variable {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

impl Variable {
    /// Whether a word of a record means it.
    pub fn is_called(&self, word: &str) -> bool {
        let is = |own: &str| !own.is_empty() && own.eq_ignore_ascii_case(word.trim());
        is(&self.code) || is(&self.name)
    }

    fn is(&self, other: &Self) -> bool {
        self.is_called(&other.code) || self.is_called(&other.name)
    }
}

/// An item that was in place for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The deployment's record, as it is shown.
    pub deployment: Deployment,
    /// When it ended, by itself or by its retrieval.
    pub end: Option<When>,
}

impl Placed {
    fn holds(&self, item: RecordId, at: When) -> bool {
        let is_it = [self.deployment.equipment, self.deployment.attached_to].contains(&Some(item));
        let is_begun = self.deployment.begin.is_some_and(|begin| !at.is_before(begin));
        // The retrieval's own minute still belongs to it.
        is_it && is_begun && self.end.is_none_or(|end| !end.is_before(at))
    }
}

/// What is known beside a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Among {
    /// The datastreams asked for; none when whole sites are.
    pub asked: Vec<Asked>,
    /// The variable of each datastream that records name, by our key.
    pub variables: HashMap<i32, Variable>,
    /// The deployments of the sites by their records.
    pub placed: HashMap<RecordId, Placed>,
}

/// What a record explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// These of the datastreams asked for.
    These(Vec<DatastreamRef>),
    /// The site as a whole, or nobody knows what of it.
    Site,
    /// Other datastreams only.
    Others,
}

impl Among {
    /// What is about datastreams, told their keys.
    pub fn of_datastreams(&self, site: i32, keys: &[i32]) -> About {
        let variables = keys.iter().filter_map(|key| self.variables.get(key));
        self.of_variables(site, &variables.collect::<Vec<_>>())
    }

    /// What is about a variable, told the word by which a record calls it.
    pub fn of_word(&self, site: i32, word: &str) -> About {
        let asked = self.asked.iter().filter(|asked| asked.site == site);
        let these = asked.filter(|asked| asked.variable.is_called(word));
        match these.map(|asked| asked.name.clone()).collect::<Vec<_>>() {
            none if none.is_empty() => About::Site,
            these => About::These(these),
        }
    }

    /// What is about a quantity, told how names of its variables begin.
    pub fn of_quantity(&self, site: i32, beginnings: &[&str]) -> About {
        let is_it = |asked: &&Asked| asked.site == site && is_of(&asked.variable.name, beginnings);
        match self.asked.iter().filter(is_it).map(|asked| asked.name.clone()).collect::<Vec<_>>() {
            none if none.is_empty() => About::Site,
            these => About::These(these),
        }
    }

    /// What is about an output variable of an item at a time: by what the item fed then, else by the variable's word.
    pub fn of_output(&self, site: i32, item: Option<RecordId>, at: When, output: &str) -> About {
        let fed = self.fed(item, at).filter(|fed| fed.output_variable == output);
        let keys: Vec<i32> = fed.filter_map(|fed| fed.datastream).collect();
        match (self.of_datastreams(site, &keys), self.of_word(site, output)) {
            (About::These(these), _) | (_, About::These(these)) => About::These(these),
            (by_item, _) => by_item,
        }
    }

    /// What is about items at a time: about all that they fed then.
    pub fn of_items(&self, site: i32, items: &[RecordId], at: When) -> About {
        let fed = items.iter().flat_map(|item| self.fed(Some(*item), at));
        let keys: Vec<i32> = fed.filter_map(|fed| fed.datastream).collect();
        self.of_datastreams(site, &keys)
    }

    /// The deployment in which an item, or what it carries, was at a time.
    pub fn at(&self, item: RecordId, at: When) -> Option<&Placed> {
        self.placed.values().find(|placed| placed.holds(item, at))
    }

    fn fed(
        &self,
        item: Option<RecordId>,
        at: When,
    ) -> impl Iterator<Item = &crate::kinds::Fed> + use<'_> {
        let holds = move |placed: &&Placed| item.is_some_and(|item| placed.holds(item, at));
        self.placed.values().filter(holds).flat_map(|placed| &placed.deployment.datastreams)
    }

    fn of_variables(&self, site: i32, variables: &[&Variable]) -> About {
        if variables.is_empty() || self.asked.is_empty() {
            return About::Site;
        }
        let asked = self.asked.iter().filter(|asked| asked.site == site);
        let these = asked.filter(|asked| variables.iter().any(|known| asked.variable.is(known)));
        match these.map(|asked| asked.name.clone()).collect::<Vec<_>>() {
            none if none.is_empty() => About::Others,
            these => About::These(these),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Fed;

    fn id(number: u8) -> RecordId {
        RecordId::new(u64::from(number), [number; 10])
    }

    fn variable(code: &str) -> Variable {
        Variable { code: code.to_owned(), name: format!("name of {code}") }
    }

    fn when(text: &str) -> When {
        text.parse().unwrap()
    }

    /// A corrected pH series is asked for; item 1, on sonde 2, feeds raw pH and conductance in May.
    fn among() -> Among {
        let name: DatastreamRef = "local:1".parse().unwrap();
        let fed = |key, output: &str| Fed {
            datastream: Some(key),
            output_variable: output.to_owned(),
            ..Fed::default()
        };
        let deployment = Deployment {
            equipment: Some(id(1)),
            attached_to: Some(id(2)),
            begin: Some(when("2026-05-01T10:00-07:00")),
            datastreams: vec![fed(11, "A1"), fed(12, "A2")],
            ..Deployment::default()
        };
        let placed = Placed { deployment, end: Some(when("2026-05-31T10:00-07:00")) };
        Among {
            asked: vec![Asked { name, site: 7, variable: variable("PH") }],
            variables: HashMap::from([(11, variable("ph")), (12, variable("COND"))]),
            placed: HashMap::from([(id(9), placed)]),
        }
    }

    #[test]
    fn a_check_of_an_item_explains_what_it_fed_then_at_any_processing_level() {
        let among = among();
        let these = About::These(vec!["local:1".parse().unwrap()]);
        let at = when("2026-05-20T10:00-07:00");
        assert_eq!(among.of_output(7, Some(id(1)), at, "A1"), these);
        assert_eq!(among.of_output(7, Some(id(1)), at, "A2"), About::Others);
        // The variable's own code says it as well, at this site alone.
        assert_eq!(among.of_output(7, None, at, "PH"), these);
        assert_eq!(among.of_output(8, None, at, "PH"), About::Site);
        // After it was taken out nothing is known of it.
        let later = when("2026-06-01T10:00-07:00");
        assert_eq!(among.of_output(7, Some(id(1)), later, "A1"), About::Site);
    }

    #[test]
    fn work_on_a_sonde_is_about_all_that_its_probes_fed_up_to_the_minute_of_retrieval() {
        let mut among = among();
        let these = About::These(vec!["local:1".parse().unwrap()]);
        assert_eq!(among.of_items(7, &[id(2)], when("2026-05-31T10:00-07:00")), these);
        assert_eq!(among.of_items(7, &[id(3)], when("2026-05-20T10:00-07:00")), About::Site);
        among.asked[0].variable = variable("STAGE");
        assert_eq!(among.of_items(7, &[id(2)], when("2026-05-20-07:00")), About::Others);
        among.asked.clear();
        assert_eq!(among.of_items(7, &[id(2)], when("2026-05-20-07:00")), About::Site);
    }
}
