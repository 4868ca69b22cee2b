//! Counties of the United States by their FIPS codes, for lists that have codes alone.
//!
//! `us_counties.txt` has a line for each: names of the Census Bureau's boundaries of 2017 (npm's `us-atlas` 3.0.1, which the map
//! draws) with what each state calls its counties, and ten codes that lists still use and the Bureau does not.

/// The table of words that every mapping has: `words = "us_county"`.
pub const US_COUNTY: &str = "us_county";

const TABLE: &str = include_str!("us_counties.txt");

/// The county of a code of state and county (`49005`, or `49 005` from two columns); `None` for what is none.
pub fn name(code: &str) -> Option<&'static str> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let lines = || TABLE.lines().filter_map(|line| line.split_once(' '));
    // In the order of codes, all of five digits.
    (digits.len() == 5).then(|| lines().find(|(code, _)| *code == digits)).flatten().map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counties_are_called_as_their_states_call_them() {
        for (code, county) in [
            ("49005", "Cache County"),
            ("49 005", "Cache County"),
            ("22 071", "Orleans Parish"),
            ("02 020", "Anchorage Municipality"),
            ("02240", "Southeast Fairbanks Census Area"),
            ("51510", "Alexandria city"),
            ("51036", "Charles City County"),
            ("24510", "Baltimore city"),
            ("11 001", "District of Columbia"),
            ("72127", "San Juan Municipio"),
            ("46113", "Shannon County"),
        ] {
            assert_eq!(name(code), Some(county), "{code}");
        }
        for code in ["", "49", "490050", "49 999", "Cache", "96 000"] {
            assert_eq!(name(code), None, "{code}");
        }
    }

    #[test]
    fn every_line_is_a_code_and_a_name_and_no_code_stands_twice() {
        let codes: Vec<&str> = TABLE
            .lines()
            .map(|line| {
                let (code, name) = line.split_once(' ').unwrap();
                assert!(code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit()), "{line}");
                assert!(!name.trim().is_empty());
                code
            })
            .collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
