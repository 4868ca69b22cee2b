//! The order of lists, and going through them page by page.

use super::files::bring;
use super::house::House;
use crate::support::for_each_database;
use gagehouse_chart::query::encoding::encoded;
use gagehouse_records::Kind;

/// The names of all records of a list, two a page.
async fn through(house: &House, kind: &str, name: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut address = format!("/api/v1/{kind}?limit=2");
    loop {
        let page = house.get("technician", &address).await.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 2 && names.len() < 100, "{page}");
        names.extend(items.iter().map(|item| item["record"][name].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => address = format!("/api/v1/{kind}?limit=2&after={}", encoded(next)),
            None => return names,
        }
    }
}

#[test]
fn what_has_a_name_is_listed_by_it_and_what_has_a_time_the_latest_first() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let makers = "code,name,organization_type\na,beta,manufacturer\nb,Alpha,manufacturer\n\
            c,St. Ives 1.5,manufacturer\nd,Äther,manufacturer\ne,Gamma & Sons,manufacturer\nf,alpha,manufacturer\ng,st. ives 1.25,manufacturer\n";
        let report = bring(&store, Kind::Organization, makers, false).await;
        assert_eq!(report.to_string().matches("refused:").count(), 0, "{report}");
        let names = through(&house, "organizations", "name").await;
        let mut sorted = names.clone();
        sorted.sort_by_key(|name| name.to_ascii_lowercase());
        assert_eq!(names.len(), 7);
        assert_eq!(names, sorted);

        let visits = "site,begin,end,party,status\nS,2024-05-01 10:00,2024-05-01 11:00,AB,final\n\
            S,2024-05-03 10:00,2024-05-03 11:00,AB,final\nS,2024-05-02,,AB,final\nS,2024-05-04 10:00,2024-05-04 10:30,AB,final\n";
        bring(&store, Kind::Visit, visits, false).await;
        let begins = through(&house, "visits", "begin").await;
        let mut latest_first = begins.clone();
        latest_first.sort_unstable();
        latest_first.reverse();
        assert_eq!(begins.len(), 4);
        assert_eq!(begins, latest_first);

        for (kind, after) in [("visits", "beta.x"), ("visits", "7"), ("organizations", "beta")] {
            let refused = house.get("technician", &format!("/api/v1/{kind}?after={after}")).await;
            assert_eq!(refused.status, 400);
            assert!(refused.text().contains(&format!("'{after}'")), "{}", refused.text());
        }
    });
}
