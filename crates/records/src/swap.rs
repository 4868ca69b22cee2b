//! Which retrievals and deployments of a visit are one item in the place of another: what was entered as a swap is shown as one.

use crate::RecordId;
use crate::kinds::{Action, Deployment};
use gagehouse_model::TimeUs;

/// An item taken out.
#[derive(Debug, Clone, Copy)]
pub struct Out<'a> {
    /// The retrieval.
    pub retrieval: &'a Action,
    /// The deployment that it ended.
    pub ended: &'a Deployment,
    /// The item's model.
    pub model: Option<RecordId>,
}

/// An item put in place.
#[derive(Debug, Clone, Copy)]
pub struct Back<'a> {
    /// The deployment.
    pub deployment: &'a Deployment,
    /// The item's model.
    pub model: Option<RecordId>,
}

/// What ties two together, the strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// The same model hangs on the same carrier.
    Model,
    /// The new one feeds what the old one fed.
    Feeds,
    /// They were read side by side.
    Read,
}

/// The swaps among them, as places in both lists. Each is part of one at most: the strongest ties first, then the shortest time
/// out of the water.
pub fn swaps(outs: &[Out<'_>], backs: &[Back<'_>]) -> Vec<(usize, usize)> {
    let mut ties: Vec<(Tie, TimeUs, usize, usize)> = Vec::new();
    for (o, out) in outs.iter().enumerate() {
        for (b, back) in backs.iter().enumerate() {
            ties.extend(tie(out, back).map(|(tie, gap)| (tie, gap, o, b)));
        }
    }
    ties.sort_by_key(|(tie, gap, ..)| (std::cmp::Reverse(*tie), *gap));
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (_, _, o, b) in ties {
        if found.iter().all(|(known_o, known_b)| *known_o != o && *known_b != b) {
            found.push((o, b));
        }
    }
    found.sort_unstable();
    found
}

fn tie(out: &Out<'_>, back: &Back<'_>) -> Option<(Tie, TimeUs)> {
    let (Out { retrieval, ended, .. }, Back { deployment, .. }) = (out, back);
    let (from, to) = (retrieval.begin?, deployment.begin?);
    let together = retrieval.visit.is_some()
        && retrieval.visit == deployment.visit
        && ended.site == deployment.site
        && ended.action_type == deployment.action_type
        && ended.equipment != deployment.equipment
        && !to.is_before(from);
    if !together {
        return None;
    }
    let is_read = retrieval.readings.iter().any(|reading| reading.device == deployment.equipment)
        && deployment.equipment.is_some();
    let feeds = deployment.datastreams.iter().filter_map(|fed| fed.datastream);
    let fed: Vec<i32> = ended.datastreams.iter().filter_map(|fed| fed.datastream).collect();
    let is_fed = feeds.into_iter().any(|key| fed.contains(&key));
    let is_model = out.model.is_some()
        && out.model == back.model
        && ended.attached_to == deployment.attached_to;
    let tie = match (is_read, is_fed, is_model) {
        (true, ..) => Tie::Read,
        (_, true, _) => Tie::Feeds,
        (.., true) => Tie::Model,
        _ => return None,
    };
    Some((tie, TimeUs(to.earliest().0 - from.earliest().0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::{Fed, Reading};

    fn id(n: u8) -> RecordId {
        RecordId::new(u64::from(n), [n; 10])
    }

    fn placed(item: u8, begin: &str, feeds: Option<i32>) -> Deployment {
        Deployment {
            site: Some(7),
            visit: Some(id(100)),
            action_type: "instrumentDeployment".to_owned(),
            equipment: Some(id(item)),
            begin: begin.parse().ok(),
            datastreams: vec![Fed { datastream: feeds, ..Fed::default() }],
            ..Deployment::default()
        }
    }

    fn retrieved(begin: &str, beside: Option<u8>) -> Action {
        let reading = Reading { device: beside.map(id), ..Reading::default() };
        Action {
            visit: Some(id(100)),
            begin: begin.parse().ok(),
            readings: vec![reading],
            ..Action::default()
        }
    }

    fn found(
        outs: &[(Action, Deployment)],
        backs: &[Deployment],
        model: u8,
    ) -> Vec<(usize, usize)> {
        let model = Some(id(model));
        let outs: Vec<Out<'_>> =
            outs.iter().map(|(retrieval, ended)| Out { retrieval, ended, model }).collect();
        let backs: Vec<Back<'_>> =
            backs.iter().map(|deployment| Back { deployment, model: Some(id(90)) }).collect();
        swaps(&outs, &backs)
    }

    const OUT: &str = "2026-05-03T10:00-07:00";
    const BACK: &str = "2026-05-03T10:35-07:00";

    #[test]
    fn a_swap_is_known_by_readings_side_by_side_by_what_is_fed_or_by_the_model() {
        let (old, new) = (placed(1, "2026-01-03-07:00", Some(11)), placed(2, BACK, Some(11)));
        let strange = placed(3, BACK, Some(12));
        assert_eq!(
            found(&[(retrieved(OUT, None), old.clone())], &[strange.clone(), new.clone()], 91),
            [(0, 1)]
        );
        // What was read beside the old one is what replaces it, whatever it feeds.
        let read = retrieved(OUT, Some(3));
        assert_eq!(found(&[(read, old.clone())], &[new, strange.clone()], 91), [(0, 1)]);
        assert_eq!(
            found(&[(retrieved(OUT, None), old.clone())], std::slice::from_ref(&strange), 91),
            []
        );
        assert_eq!(found(&[(retrieved(OUT, None), old)], &[strange], 90), [(0, 0)]);
    }

    #[test]
    fn what_came_before_or_is_on_another_visit_or_is_of_another_sort_is_no_swap() {
        let old = placed(1, "2026-01-03-07:00", Some(11));
        let out = || vec![(retrieved(BACK, None), old.clone())];
        assert_eq!(found(&out(), &[placed(2, OUT, Some(11))], 90), []);
        let later = placed(2, "2026-05-03T11:00-07:00", Some(11));
        assert_eq!(found(&out(), std::slice::from_ref(&later), 90), [(0, 0)]);
        let elsewhere = Deployment { visit: Some(id(101)), ..later.clone() };
        assert_eq!(found(&out(), &[elsewhere], 90), []);
        let box_of_it =
            Deployment { action_type: "equipmentDeployment".to_owned(), ..later.clone() };
        assert_eq!(found(&out(), &[box_of_it], 90), []);
        let itself = Deployment { equipment: Some(id(1)), ..later };
        assert_eq!(found(&out(), &[itself], 90), []);
    }

    #[test]
    fn each_is_part_of_one_swap_and_the_shorter_one_goes_before() {
        let old = placed(1, "2026-01-03-07:00", Some(11));
        let backs = [placed(2, "2026-05-03T11:30-07:00", Some(11)), placed(3, BACK, Some(11))];
        assert_eq!(found(&[(retrieved(OUT, None), old.clone())], &backs, 90), [(0, 1)]);
        let second = (retrieved("2026-05-03T10:50-07:00", None), old.clone());
        assert_eq!(found(&[(retrieved(OUT, None), old), second], &backs, 90), [(0, 1), (1, 0)]);
    }
}
