//! Station lists: every row is a site, another word of a known one, or named with line, column and value.

use crate::support::for_each_database;
use gagehouse_sidecar::import::csv::ImportError;
use gagehouse_sidecar::import::sites::{self, SitesReport, What};
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::{historical_location, location, thing, thing_location};
use gagehouse_sidecar::store::networks::StoredSites;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

const MAPPING: &str = r#"
[[network]]
code = "A"
name = "Agency"

[[list]]
pattern = "first*"
name = "First"
network = "A"

[list.site]
code = "id"
name = "name"
latitude = "lat"
longitude = "lon"
elevation = "elev"

[[list]]
pattern = "second*"
name = "Second"
network = "A"
format = { delimiter = ";", encoding = "latin-1" }

[list.site]
code = "nr"
name = "Name"
type = { column = "Art", words = "type" }
latitude = "Breite"
longitude = "Laenge"
tag = "Stand"

[words.type]
F = "Stream"
"#;

async fn import(
    store: &Store,
    files: &[(&str, &[u8])],
    mapping: &str,
) -> Result<SitesReport, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mapping = write("m.toml", mapping.as_bytes());
    let files: Vec<_> = files.iter().map(|(name, bytes)| write(name, bytes)).collect();
    sites::run(store, &files, &mapping).await
}

async fn site(store: &Store, code: &str) -> (thing::Model, Option<location::Model>) {
    let thing = thing::Entity::find().filter(thing::Column::Code.eq(code));
    let thing = thing.one(store.read()).await.unwrap().unwrap();
    let link = thing_location::Entity::find().filter(thing_location::Column::ThingId.eq(thing.id));
    let place = match link.one(store.read()).await.unwrap() {
        Some(link) => {
            location::Entity::find_by_id(link.location_id).one(store.read()).await.unwrap()
        }
        None => None,
    };
    (thing, place)
}

fn told(report: &SitesReport, what: What) -> Vec<String> {
    let of_kind = report.told.iter().filter(|told| told.what == what);
    of_kind.map(|t| format!("{} {} '{}'", t.line, t.column, t.value)).collect()
}

const FIRST: &str = "id,name,lat,lon,elev\n\
    007,Brook at the mill,41.5,-111.5,1500\n\
    8,Brook below,,,\n\
    9,At the buoy,0,0,12\n\
    10,Far off,99.999,999.999,\n\
    ,Nameless,41,-111,\n\
    11,Aleutian gage,51.9,184.5,\n\
    12,short\n\
    13,Words,41.5x,-111,high\n";

#[test]
fn every_row_is_stored_joined_or_named() {
    for_each_database(|store| async move {
        let report = import(&store, &[("first.csv", FIRST.as_bytes())], MAPPING).await.unwrap();
        let list = &report.lists[0];
        assert_eq!((list.rows, list.first, list.rejected), (8, 6, 2));
        assert_eq!(report.stored, StoredSites { new: 6, updated: 0, same: 0 });
        for (what, lines) in [
            (What::NoPlace, vec!["3 lat, lon '8'"]),
            (What::ZeroZero, vec!["4 lat, lon '0, 0'"]),
            (What::OutOfRange, vec!["5 lat, lon '99.999, 999.999'"]),
            (What::Code, vec!["6 id ''"]),
            (What::Wrapped, vec!["7 lat, lon '51.9, 184.5'"]),
            (What::Shape, vec!["8  '12,short'"]),
            (What::NotANumber, vec!["9 lat, lon '41.5x, -111'"]),
            (What::Elevation, vec!["9 elev 'high'"]),
        ] {
            assert_eq!(told(&report, what), lines);
        }
        let (mill, place) = site(&store, "007").await;
        assert_eq!(mill.properties.unwrap()["tags"]["First"], "listed");
        assert_eq!(place.unwrap().latitude, Some(41.5));
        assert_eq!(site(&store, "11").await.1.unwrap().longitude, Some(-175.5));
        assert!(site(&store, "9").await.1.is_none(), "0, 0 is no place");
        let text = report.to_string();
        assert!(text.contains("first.csv:4: lat, lon: '0, 0'"), "{text}");
        assert_eq!(report.as_csv().lines().count(), 1 + report.told.len());
    });
}

#[test]
fn a_site_of_two_lists_is_one_site_with_both_as_tags_in_any_order_and_twice() {
    // The same brook, 5 km away, with a name that the first list has already; and a new one, across the border.
    let second = b"nr;Name;Art;Breite;Laenge;Stand\n\
        007;M\xfchlbach;F;41.5;-111.44;alt\n\
        007;M\xfchlbach;F;41.5;-111.44;neu\n\
        20;R\xf6\xdflbach;X;47.1;10.2;\n";
    let files: [(&str, &[u8]); 2] = [("second.csv", second), ("first.csv", FIRST.as_bytes())];
    for_each_database(|store| async move {
        let report = import(&store, &files, MAPPING).await.unwrap();
        let second = &report.lists[1];
        assert_eq!((second.rows, second.first, second.joined, second.repeated), (3, 1, 1, 1));
        assert_eq!((report.sites, report.in_several_lists), (7, 1));
        assert_eq!(report.count(What::Apart), 2);
        let (mill, place) = site(&store, "007").await;
        assert_eq!(mill.name, "Brook at the mill");
        assert_eq!(place.unwrap().longitude, Some(-111.5));
        let properties = mill.properties.unwrap();
        assert_eq!(properties["siteType"], "Stream");
        assert_eq!(properties["tags"], serde_json::json!({"First": "listed", "Second": "alt"}));
        let (brook, _) = site(&store, "20").await;
        assert_eq!(brook.name, "Rößlbach");
        assert_eq!(brook.properties.unwrap()["siteType"], "X", "an unknown word is shown as it is");

        let again = import(&store, &files, MAPPING).await.unwrap();
        assert_eq!(again.stored, StoredSites { new: 0, updated: 0, same: 7 });
        let alone = import(&store, &files[1..], MAPPING).await.unwrap();
        assert_eq!(alone.stored, StoredSites { new: 0, updated: 0, same: 6 });
        assert_eq!(historical_location::Entity::find().count(store.read()).await.unwrap(), 3);
    });
}

#[test]
fn a_site_that_moved_keeps_where_it_was() {
    for_each_database(|store| async move {
        let list =
            |lon: &str| format!("id,name,lat,lon,elev\n1,Gage,41.5,{lon},\n2,Other,41,-111,\n");
        let (before, after) = (list("-111.5"), list("-111.6"));
        import(&store, &[("first.csv", before.as_bytes())], MAPPING).await.unwrap();
        let report = import(&store, &[("first.csv", after.as_bytes())], MAPPING).await.unwrap();
        assert_eq!(report.stored, StoredSites { new: 0, updated: 1, same: 1 });
        assert_eq!(site(&store, "1").await.1.unwrap().longitude, Some(-111.6));
        assert_eq!(historical_location::Entity::find().count(store.read()).await.unwrap(), 3);
    });
}

#[test]
fn long_names_right_to_left_and_a_hundred_at_one_point_are_kept() {
    for_each_database(|store| async move {
        let long = "n".repeat(300);
        let mut list = "id,name,lat,lon,elev\n".to_owned();
        list.push_str(&format!("L,{long},1,2,\nR,محطة النهر,1,2,\nN,a\u{0}b,3,4,\n"));
        for n in 0..100 {
            list.push_str(&format!("p{n},Gage {n},41.5,-111.5,\n"));
        }
        let report = import(&store, &[("first.csv", list.as_bytes())], MAPPING).await.unwrap();
        assert_eq!((report.stored.new, report.shared_points), (103, 2));
        assert_eq!(told(&report, What::Crowd), ["5  '41.5, -111.5'"]);
        assert_eq!(told(&report, What::Cleaned), ["4 name 'a b'"]);
        assert_eq!(site(&store, "L").await.0.name, long);
        assert_eq!(site(&store, "R").await.0.name, "محطة النهر");
        assert_eq!(site(&store, "N").await.0.name, "a b");
    });
}

#[test]
fn a_mapping_that_does_not_fit_stores_nothing_and_says_why() {
    for_each_database(|store| async move {
        let correction = "\n[[correction]]\nnetwork = \"A\"\ncode = \"1\"\nkey = \"colour\"\nfrom = \"\"\nto = \"\"\nreason = \"\"\n";
        for (mapping, says) in [
            (
                MAPPING.replace("network = \"A\"", "network = \"B\""),
                "m.toml:9: list.network: there is no [[network]] with code 'B'",
            ),
            (MAPPING.replace("code = \"id\"", "code = \"number\""), "m.toml:12: list.site.code: "),
            (
                MAPPING.replace("code = \"id\"", "code = \"number\""),
                "has no column 'number'; it has id, name, lat, lon, elev",
            ),
            (MAPPING.replace("code = \"id\"", "code = -6"), "has 5 columns, none of number -6"),
            (
                MAPPING.replace("code = \"id\"", "code = { after = \"x\" }"),
                "needs a column, or a text, and not both",
            ),
            (
                MAPPING.replace("code = \"id\"", "code = { colum = \"x\" }"),
                "expected a column's name, its number",
            ),
            (MAPPING.replace("words = \"type\"", "words = \"kind\""), "there is no [words.kind]"),
            (
                MAPPING.replace("longitude = \"lon\"\n", ""),
                "latitude and longitude belong together",
            ),
            (
                MAPPING.replace(
                    "network = \"A\"\n\n[list",
                    "network = \"A\"\nextent = [9, 1, 8, 2]\n\n[list",
                ),
                "list.extent: is not south, west, north, east",
            ),
            (MAPPING.replace("first*", "third*"), "no [[list]] pattern of"),
            (MAPPING.replace("second*", "*.csv"), "two [[list]] patterns of"),
            (format!("{MAPPING}{correction}"), "correction.key: 'colour' is none of name, "),
        ] {
            let error =
                import(&store, &[("first.csv", FIRST.as_bytes())], &mapping).await.unwrap_err();
            let error = error.to_string();
            assert!(error.contains(says), "wanted: {says}\n   got: {error}");
        }
        assert_eq!(thing::Entity::find().count(store.read()).await.unwrap(), 0);
    });
}

#[test]
fn corrections_change_what_a_list_says_and_are_told_when_it_no_longer_does() {
    for_each_database(|store| async move {
        let correction = |code: &str, from: &str| {
            format!(
                "\n[[correction]]\nnetwork = \"A\"\ncode = \"{code}\"\nkey = \"longitude\"\nfrom = \"{from}\"\nto = \"-111.5\"\nreason = \"a digit\"\n"
            )
        };
        let mapping = format!("{MAPPING}{}{}", correction("1", "-11.5"), correction("2", "-12"));
        let list = b"id,name,lat,lon,elev\n1,Gage,41.5,-11.5,\n2,Other,41,-111,\n";
        let report = import(&store, &[("first.csv", list)], &mapping).await.unwrap();
        assert_eq!((report.corrected, report.count(What::Correction)), (1, 1));
        assert_eq!(site(&store, "1").await.1.unwrap().longitude, Some(-111.5));
    });
}

#[test]
fn lists_that_hold_nothing_or_mostly_something_else_are_complained_of() {
    for_each_database(|store| async move {
        let files: [(&str, &[u8]); 2] = [
            ("first.csv", b"id,name,lat,lon,elev\n"),
            ("first2.csv", b"id,name,lat,lon,elev\n1\n2\n"),
        ];
        let report = import(&store, &files, MAPPING).await.unwrap();
        let complaints = report.complaints().join("\n");
        assert!(complaints.contains("first.csv: has no rows"), "{complaints}");
        assert!(complaints.contains("2 of 2 rows were rejected"), "{complaints}");
    });
}
