//! One golden answer per kind of endpoint, the same bytes from both databases.

use super::house::House;
use crate::support::for_each_database;

#[test]
fn both_databases_answer_as_recorded() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for (name, path) in [
            ("service_root", ""),
            ("things", "Things?$top=1"),
            ("locations", "Locations?$top=1"),
            ("historical_locations", "HistoricalLocations?$top=1"),
            ("datastreams", "Datastreams?$top=1&$count=true"),
            ("sensors", "Sensors"),
            ("observed_properties", "ObservedProperties"),
            ("observations", "Datastreams(1)/Observations?$skip=2&$top=1"),
            ("features_of_interest", "FeaturesOfInterest(1)"),
            ("one_entity", "Datastreams(3)"),
            ("property", "Things(1)/name"),
            ("references", "Datastreams/$ref?$top=2"),
            (
                "data_array",
                "Datastreams(1)/Observations?$resultFormat=dataArray&$top=3&$count=true",
            ),
            (
                "expanded",
                "Things?$top=1&$select=name&$expand=Locations($select=name),\
                 Datastreams($select=name;$count=true;$top=1;$expand=Observations($select=result;$top=2))",
            ),
            ("error", "Things?$filter=nam eq 'x'"),
        ] {
            let answer = house.get(path).await;
            let mut json = answer.json();
            // The request's id differs from run to run.
            json.as_object_mut().unwrap().remove("requestId");
            insta::assert_json_snapshot!(name, json);
        }
    });
}
