//! `$filter` and `$orderby`, the same on both databases.

use super::house::House;
use crate::support::for_each_database;

#[test]
fn filters_find_what_they_describe() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let minute = |m: i64| format!("2024-01-01T00:0{m}:00Z");
        for (path, ids) in [
            // Text, with quotes and case.
            ("Datastreams?$filter=name eq 'Stage O''Neill'".to_owned(), vec![2]),
            ("Datastreams?$filter=startswith(name,'Data') and endswith(name,'-1')".to_owned(), vec![1]),
            ("Datastreams?$filter=substringof('Stage',name)".to_owned(), vec![2]),
            ("Datastreams?$filter=substringof('Stage',name) eq true".to_owned(), vec![2]),
            ("Datastreams?$filter=contains(name,'stage')".to_owned(), vec![]),
            ("Datastreams?$filter=contains(tolower(name),'stage')".to_owned(), vec![2]),
            ("Datastreams?$filter=length(name) lt 14 and indexof(name,'O') eq 6".to_owned(), vec![2]),
            ("Datastreams?$filter=substring(name,0,5) eq 'Stage'".to_owned(), vec![2]),
            ("Datastreams?$filter=concat(trim(' x '),name) eq 'xStage O''Neill'".to_owned(), vec![2]),
            ("Datastreams?$filter=endswith(name,'')&$top=1".to_owned(), vec![1]),
            // Ids, logic and precedence.
            ("Datastreams?$filter=id in (3,1) or @iot.id eq 2 and not name eq 'x'".to_owned(), vec![1, 2, 3]),
            ("Datastreams?$filter=not (id gt 1 and id lt 4)".to_owned(), vec![1, 4]),
            ("Datastreams?$filter=id eq '3'".to_owned(), vec![3]),
            ("Datastreams?$filter=3 le id".to_owned(), vec![3, 4]),
            // Numbers and results.
            ("Datastreams(1)/Observations?$filter=result gt '7.5'".to_owned(), vec![9, 10]),
            ("Datastreams(1)/Observations?$filter=result add 1 mul 2 eq 3.5".to_owned(), vec![2]),
            ("Datastreams(1)/Observations?$filter=-result lt -8.5".to_owned(), vec![10]),
            ("Datastreams(1)/Observations?$filter=result mod 4 eq 0.5 and result div 0 eq null".to_owned(), vec![1, 5, 9]),
            ("Datastreams(1)/Observations?$filter=floor(result) eq 3 or ceiling(result) eq 3 or round(result) eq 9".to_owned(), vec![3, 4, 9]),
            ("Observations?$filter=result eq null".to_owned(), vec![8194]),
            ("Observations?$filter=result ne null and result gt 9".to_owned(), vec![10, 8193]),
            // Times.
            (format!("Datastreams(1)/Observations?$filter=phenomenonTime ge {} and phenomenonTime lt {}", minute(2), minute(4)), vec![3, 4]),
            (format!("Datastreams(1)/Observations?$filter={} eq phenomenonTime", minute(2)), vec![3]),
            (format!("Datastreams(1)/Observations?$filter=during(phenomenonTime,{}/{})", minute(8), minute(9)), vec![9]),
            (format!("Datastreams(1)/Observations?$filter=not phenomenonTime lt {} and not phenomenonTime ge {}", minute(1), minute(2)), vec![2]),
            ("Datastreams(1)/Observations?$filter=phenomenonTime gt 2023-12-31T17:08:00-07:00".to_owned(), vec![10]),
            ("Datastreams(1)/Observations?$filter=phenomenonTime add duration'PT1M' eq 2024-01-01T00:01:00Z".to_owned(), vec![1]),
            ("Datastreams(1)/Observations?$filter=phenomenonTime sub 2024-01-01T00:00:00Z gt duration'PT8M'".to_owned(), vec![10]),
            ("Datastreams(1)/Observations?$filter=phenomenonTime gt now() sub duration'PT60s'".to_owned(), vec![]),
            ("Datastreams(1)/Observations?$filter=minute(phenomenonTime) eq 4 and year(phenomenonTime) eq 2024 and month(phenomenonTime) eq 1 and day(phenomenonTime) eq 1 and hour(phenomenonTime) eq 0".to_owned(), vec![5]),
            ("Observations?$filter=resultTime eq null&$top=1".to_owned(), vec![1]),
            ("Datastreams?$filter=phenomenonTime gt 2020-01-01T00:00:00Z".to_owned(), vec![1, 2, 4]),
            ("Datastreams?$filter=overlaps(phenomenonTime,2024-01-01T00:05:00Z)".to_owned(), vec![1]),
            ("Datastreams?$filter=phenomenonTime eq null".to_owned(), vec![3]),
            // Related entities: one that fulfils it suffices.
            ("Datastreams?$filter=Thing/id eq 2".to_owned(), vec![3, 4]),
            ("Sensors?$filter=Datastreams/Thing/id eq 2".to_owned(), vec![1]),
            ("Observations?$filter=Datastream/id eq 2".to_owned(), vec![8193, 8194]),
            (
                "Observations?$filter=Datastream/Thing/id eq 1 and result gt 50".to_owned(),
                vec![8193],
            ),
            ("Things?$filter=Datastreams/Sensor/id eq null".to_owned(), vec![]),
            ("Things?$filter=Datastreams/name eq 'Stage O''Neill'".to_owned(), vec![1]),
            ("Things?$filter=Datastreams/Thing/Datastreams/ObservedProperty/name eq 'Temperature'".to_owned(), vec![1, 2]),
            ("Things?$filter=Datastreams/id eq null".to_owned(), vec![]),
            ("Datastreams?$filter=Observations/id eq null".to_owned(), vec![3, 4]),
            ("Datastreams?$filter=Observations/result gt 50".to_owned(), vec![2]),
            ("Things?$filter=Datastreams/any(d: d/id eq 1 and d/name eq 'Stage O''Neill')".to_owned(), vec![]),
            ("Things?$filter=Datastreams/any(d: d/id eq 2 and d/name eq 'Stage O''Neill')".to_owned(), vec![1]),
            ("Datastreams?$filter=Thing/Locations/name eq 'Location of Site B' and unitOfMeasurement/symbol eq '°C'".to_owned(), vec![3, 4]),
            ("Datastreams?$filter=Thing/name eq 'Site A' and contains(Thing/properties/watershed,'River')".to_owned(), vec![1, 2]),
            // Inside JSON, only values of the same type match.
            ("Things?$filter=properties/siteType eq 'Lake, Reservoir'".to_owned(), vec![2]),
            ("Things?$filter=properties/siteType gt 5".to_owned(), vec![]),
            ("Things?$filter=properties/siteType".to_owned(), vec![]),
            ("Things?$filter=properties/nope eq null and properties/siteType ne null".to_owned(), vec![1, 2]),
            ("Locations?$filter=properties/elevation_m eq 1900 and location/geometry/coordinates[0] lt 0".to_owned(), vec![1, 2]),
            ("Locations?$filter=properties/elevation_m ge '1900' or location/geometry/type eq 'Polygon'".to_owned(), vec![1, 2]),
            ("Things?$filter=properties/samplingFeatureCode eq 'B'".to_owned(), vec![2]),
            ("Datastreams?$filter=properties/valueCount gt 2".to_owned(), vec![1]),
            ("Datastreams?$filter=properties/noDataValue eq null".to_owned(), vec![3]),
            ("Datastreams?$filter=properties/isPrivate eq false and properties/isVisible eq false".to_owned(), vec![4]),
            ("Datastreams?$filter=not properties/isVisible".to_owned(), vec![4]),
            ("Datastreams?$filter=properties/workspace/name eq 'Network N' and properties/processingLevelCode eq '0'&$top=1".to_owned(), vec![1]),
            ("Observations?$filter=resultQuality/result_qualifiers[0] eq 'ice'".to_owned(), vec![3, 7]),
            ("Things?$filter=Datastreams/properties/sampledMedium eq Datastreams/properties/sampledMedium".to_owned(), vec![1, 2]),
            ("Sensors?$filter=metadata/methodType eq 'Instrument deployment'".to_owned(), vec![1]),
        ] {
            assert_eq!(house.ids(&path).await, ids, "{path}");
        }
    });
}

#[test]
fn every_order_is_the_same_on_both_databases() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for (path, ids) in [
            ("Datastreams?$orderby=name", vec![1, 3, 4, 2]),
            ("Datastreams?$orderby=name desc", vec![2, 4, 3, 1]),
            ("Datastreams?$orderby=properties/isVisible,id desc", vec![4, 3, 2, 1]),
            ("Datastreams?$orderby=phenomenonTime,id", vec![3, 1, 2, 4]),
            ("Datastreams?$orderby=properties/noDataValue,Thing/name desc,id", vec![3, 4, 1, 2]),
            ("Datastreams?$orderby=properties/valueCount desc", vec![1, 2, 4, 3]),
            ("Datastreams?$orderby=unitOfMeasurement/definition,id desc", vec![4, 3, 2, 1]),
            ("Observations?$orderby=result desc&$top=3", vec![8193, 10, 9]),
            ("Observations?$orderby=result&$top=3", vec![8194, 1, 2]),
            ("Observations?$orderby=phenomenonTime,result desc&$top=3", vec![8193, 1, 2]),
            (
                "Observations?$orderby=Datastream/name desc,phenomenonTime desc&$top=3",
                vec![8194, 8193, 10],
            ),
            ("Things?$orderby=properties/siteType", vec![2, 1]),
            ("Things?$orderby=properties/nope", vec![1, 2]),
        ] {
            assert_eq!(house.ids(path).await, ids, "{path}");
        }
        for set in [
            "Things",
            "Locations",
            "HistoricalLocations",
            "Datastreams",
            "Sensors",
            "ObservedProperties",
            "Observations",
            "FeaturesOfInterest",
        ] {
            let entity = house.json(&format!("{set}?$top=1")).await["value"][0].clone();
            for key in entity
                .as_object()
                .unwrap()
                .keys()
                .filter(|key| !key.contains("Link") && *key != "unitOfMeasurement")
            {
                for direction in ["asc", "desc"] {
                    let ids = house.ids(&format!("{set}?$orderby={key} {direction}")).await;
                    assert!(!ids.is_empty(), "{set} by {key}");
                }
            }
        }
    });
}

#[test]
fn arithmetic_out_of_range_is_no_failure_of_the_server() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for filter in [
            "result mul 1e308 mul 1e308 gt 0",
            "substring(Datastream/name,1,-5) eq 'x'",
            "substring(Datastream/name,99999999999) eq 'x'",
            "id eq 9223372036854775807",
            "id gt -9223372036854775808 and result eq 1e308",
        ] {
            let status = house.get(&format!("Observations?$filter={filter}")).await.status.as_u16();
            assert!(status == 200 || status == 400, "{filter}: {status}");
        }
    });
}
