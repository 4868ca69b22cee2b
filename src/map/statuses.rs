//! Sites of which statuses the map shows.

use gagehouse_catalog::Status;

/// Some statuses; none chosen means all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statuses(u8);

impl Statuses {
    /// Those of sites that may come with new data again.
    pub const ACTIVE: Self = Self(
        bit(Status::Live)
            | bit(Status::Late)
            | bit(Status::Stale)
            | bit(Status::Seasonal)
            | bit(Status::Suspect),
    );
    const EVERY: u8 = Self::ACTIVE.0 | bit(Status::Ended) | bit(Status::Never);

    /// Whether a site of this status is shown.
    pub fn holds(self, status: Status) -> bool {
        self.0 == 0 || self.is_chosen(status)
    }

    /// Whether this status was chosen.
    pub fn is_chosen(self, status: Status) -> bool {
        self.0 & bit(status) != 0
    }

    /// With this status chosen, or no longer.
    pub fn toggled(self, status: Status) -> Self {
        Self(self.0 ^ bit(status)).or_all()
    }

    /// From the words of an address: `live,stale`.
    pub fn parse(text: &str) -> Option<Self> {
        let of_word = |word: &str| Status::ALL.into_iter().find(|status| status.key() == word);
        let mut words = text.split(',').map(|word| of_word(word.trim()).map(bit));
        words.try_fold(0, |bits, bit| Some(bits | bit?)).map(|bits| Self(bits).or_all())
    }

    /// Its words in an address.
    pub fn words(self) -> String {
        self.chosen().map(Status::key).collect::<Vec<_>>().join(",")
    }

    /// What was chosen, for people; `None` when all are shown.
    pub fn label(self) -> Option<String> {
        let labels: Vec<&str> = self.chosen().map(Status::label).collect();
        (!labels.is_empty()).then(|| format!("Site: {}", labels.join(", ")))
    }

    fn chosen(self) -> impl Iterator<Item = Status> {
        Status::ALL.into_iter().filter(move |status| self.is_chosen(*status))
    }

    fn or_all(self) -> Self {
        if self.0 == Self::EVERY { Self(0) } else { self }
    }
}

const fn bit(status: Status) -> u8 {
    1 << status as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_chosen_shows_all_and_all_chosen_is_none() {
        let mut statuses = Statuses::default();
        assert!(Status::ALL.into_iter().all(|status| statuses.holds(status)));
        statuses = statuses.toggled(Status::Live);
        assert!(statuses.holds(Status::Live) && !statuses.holds(Status::Stale));
        for status in Status::ALL.into_iter().skip(1) {
            statuses = statuses.toggled(status);
        }
        assert_eq!(statuses, Statuses::default());
    }

    #[test]
    fn what_is_written_is_read_and_other_words_are_not() {
        for statuses in [Statuses::ACTIVE, Statuses::default().toggled(Status::Stale)] {
            assert_eq!(Statuses::parse(&statuses.words()), Some(statuses));
        }
        assert_eq!(Statuses::parse("live,dead"), None);
        assert_eq!(Statuses::parse("live, live").map(Statuses::words).as_deref(), Some("live"));
    }
}
