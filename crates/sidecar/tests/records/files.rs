//! Records from files: tables row by row, what the USGS publishes, and the demonstration network's history.

use super::house::House;
use crate::support::for_each_database;
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_records::Kind;
use gagehouse_sidecar::records::import::table::{self, Words};
use gagehouse_sidecar::records::import::{Outcome, Report, load, usgs};
use gagehouse_sidecar::store::Store;
use std::path::PathBuf;

pub(super) async fn bring(store: &Store, kind: Kind, text: &str, is_dry_run: bool) -> Report {
    let network = store.network_named("local:N").await.unwrap().unwrap().id;
    let mut words = Words::of(store, network).await.unwrap();
    let rows = table::read(kind, "file.csv", text, &mut words, Some(-420));
    load(store, "local:N", rows, is_dry_run).await.unwrap()
}

fn counts(report: &Report) -> [usize; 4] {
    [
        report.count(|o| *o == Outcome::Made),
        report.count(|o| *o == Outcome::Changed),
        report.count(|o| *o == Outcome::Unchanged),
        report.count(|o| matches!(o, Outcome::Refused(_))),
    ]
}

#[test]
fn tables_are_loaded_row_by_row_and_again_without_doubles() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        house.equip().await;
        let items = "code,name,equipment_type,model,serial_number,owner,status,purchased\n\
            P-1,Probe,sensor,Sonde 6,100,MAKER,inStock,2024-03-01\n\
            P-2,\"Probe, long\",sensor,Sonde 6,101,MAKER,inStock,2024-03-01T10:00+01:00\n\
            P-3,Probe,sensor,Sonde 7,102,MAKER,inStock,\n\
            P-4,Probe,sensor,Sonde 6,100,MAKER,inStock,\n\
            P-5,'=1+1,hovercraft,Sonde 6,103,MAKER,inStock,yesterday\n";
        let tried = bring(&store, Kind::Equipment, items, true).await;
        assert_eq!(counts(&tried), [2, 0, 0, 3], "{tried}");
        assert_eq!(house.get("", "/api/v1/equipment").await.json()["total"], 2);
        let loaded = bring(&store, Kind::Equipment, items, false).await;
        assert_eq!(counts(&loaded), [2, 0, 0, 3]);
        let said = loaded.to_string();
        assert!(
            said.contains(
                "file.csv line 4: refused: /model: there is no equipment model 'Sonde 7'"
            ),
            "{said}"
        );
        assert!(said.contains("line 5") && said.contains("/serial_number"), "{said}");
        assert!(said.contains("hovercraft") && said.contains("yesterday"), "{said}");
        let again =
            bring(&store, Kind::Equipment, &items.replace("Probe, long", "Long probe"), false)
                .await;
        assert_eq!(counts(&again), [0, 1, 1, 3], "{again}");

        let visits = "site,begin,end,party,status,weather\nS,2024-05-01 10:00,2024-05-01 11:00,AB,final,rain\nS,2024-05-02,,AB,final,\n\
            Z,2024-05-03 10:00,,AB,final,\nS,2024-05-04 10:00,2024-05-04 09:00,AB,final,\n";
        let report = bring(&store, Kind::Visit, visits, false).await;
        assert_eq!(counts(&report), [2, 0, 0, 2], "{report}");
        let deployments = "site,equipment,action_type,begin,end\nS,P-1,instrumentDeployment,2024-05-01 10:30,2024-06-01\n\
            S,P-1,instrumentDeployment,2024-05-20,\nS,P-1,instrumentDeployment,2024-06-01,\n";
        let report = bring(&store, Kind::Deployment, deployments, false).await;
        assert_eq!(counts(&report), [2, 0, 0, 1], "{report}");
        // What a list gives as CSV can be brought back as it is.
        let csv = house.get("technician", "/api/v1/visits?format=csv").await.text();
        assert_eq!(counts(&bring(&store, Kind::Visit, &csv, false).await), [0, 0, 2, 0]);
    });
}

/// A folder of real data, or none: then the test says so.
fn real_data(name: &str) -> Option<PathBuf> {
    let folder = crate::import::examples::root().join("../shared/data").join(name);
    if !folder.is_dir() {
        println!("{} is not there: real field work is not tested", folder.display());
    }
    folder.is_dir().then_some(folder)
}

#[test]
fn real_discharge_measurements_and_readings_become_visits() {
    let Some(folder) = real_data("usgs_field") else { return };
    let measurements =
        std::fs::read_to_string(folder.join("USGS_06090800_measurements.rdb")).unwrap();
    let readings =
        std::fs::read_to_string(folder.join("sensorReadingSummary-example.json")).unwrap();
    for_each_database(|store| {
        let (measurements, readings) = (measurements.clone(), readings.clone());
        async move {
            let house = House::fill(&store).await;
            for again in [false, true] {
                let rows = usgs::discharge_measurements(&measurements, house.site, -420);
                let report = load(&store, "local:N", rows, false).await.unwrap();
                assert_eq!(
                    counts(&report),
                    if again { [0, 0, 80, 0] } else { [80, 0, 0, 0] },
                    "{report}"
                );
            }
            let list =
                house.get("", "/api/v1/actions?term=dischargeMeasurement&limit=1000").await.json();
            assert_eq!(list["total"], 40);
            let oldest = &list["items"][39]["record"];
            // A date is all that is known: it is no midnight.
            assert_eq!(oldest["begin"], "1948-05-25-07:00");
            let discharge = &oldest["discharge"];
            assert_eq!(
                (discharge["value"].as_str(), discharge["gage_height"].as_str()),
                (Some("34100"), Some("8.19"))
            );
            assert_eq!(
                (discharge["quality_rating"].as_str(), discharge["control_condition"].as_str()),
                (Some("good"), Some("clear"))
            );
            let light = list["items"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|row| row["record"]["discharge"]["control_condition"] == "lightDebris");
            assert_eq!(light.count(), measurements.matches("\tDebrisLight\t").count());

            let rows = usgs::readings(&readings, house.site, "Stage", "ft", -300).unwrap();
            let report = load(&store, "local:N", rows, false).await.unwrap();
            assert_eq!(report.count(|o| matches!(o, Outcome::Refused(_))), 0, "{report}");
            let list = house.get("", "/api/v1/actions?term=observation&limit=1000").await.json();
            let all: Vec<_> = list["items"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|row| row["record"]["readings"].as_array().unwrap().clone())
                .collect();
            assert_eq!(all.len(), 11);
            assert_eq!(
                all.iter().filter(|reading| reading["reading_type"] == "referencePrimary").count(),
                9
            );
            let first = all.iter().find(|reading| reading["value"] == "6.42").unwrap();
            assert_eq!(
                (first["sensor_value"].as_str(), first["uncertainty"].as_str()),
                (Some("6.23"), Some("0.05"))
            );
            assert!(first["remarks"].as_str().unwrap().contains("AL RP2 17.53"));
        }
    });
}

#[test]
fn the_demonstration_network_tells_why_its_data_drift_and_end() {
    use gagehouse_sidecar::demo::{self, Size, load::load as load_demo};
    for_each_database(|store| async move {
        let now = TimeUs::from_civil(2026, 5, 3, 0);
        load_demo(&store, demo::SEED, now, Size::Small).await.unwrap();
        let state = super::house::state(&store);
        assert!(gagehouse_sidecar::harvest::Harvester::new(state).harvest_and_log("local").await);
        let added =
            gagehouse_sidecar::records::demo::load_history(&store, demo::SEED, now).await.unwrap();
        let ask = |kind| gagehouse_sidecar::store::records::Ask {
            kind: Some(kind),
            limit: 1_000,
            ..Default::default()
        };
        let visits = store.count_records(&Viewer::Anonymous, &ask(Kind::Visit)).await.unwrap();
        // Three gages, three and a half years, every five weeks.
        assert!((100..=125).contains(&visits), "{visits} visits, {added} records");
        let rows = store.records(&Viewer::Anonymous, &ask(Kind::Visit)).await.unwrap();
        assert!(rows.iter().any(|row| row.body.contains("the logger wrote nothing for")));
        assert!(
            rows.iter().all(|row| row.body.contains("Synthetic") && row.warnings == "[]"),
            "{:?}",
            rows[0]
        );
        assert!(
            store.count_records(&Viewer::Anonymous, &ask(Kind::Deployment)).await.unwrap() == 3
        );
        // Another start adds nothing, another month its visits.
        assert_eq!(
            gagehouse_sidecar::records::demo::load_history(&store, demo::SEED, now).await.unwrap(),
            0
        );
    });
}
