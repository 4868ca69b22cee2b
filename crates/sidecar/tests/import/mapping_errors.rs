//! A mapping error loads nothing and names file, line and key.

use super::{MAPPING, import};
use crate::support::for_each_database;
use gagehouse_sidecar::import::mapping::Mapping;
use gagehouse_sidecar::store::entities::network;
use sea_orm::{EntityTrait, PaginatorTrait};

fn error(mapping: &str) -> String {
    Mapping::parse("m.toml", mapping).unwrap_err().to_string()
}

#[test]
fn every_mistake_is_named_with_file_line_and_key() {
    for (from, to, says) in [
        ("code = \"N\"", "kode = \"N\"", "m.toml:3: unknown field `kode`"),
        ("name = \"Network\"\n", "", "m.toml:2: missing field `name`"),
        ("code = \"N\"", "code = ", "m.toml:3: "),
        (
            "variable = \"T\"",
            "variable = \"X\"",
            "m.toml:24: column.variable: there is no [[variable]] with code 'X'",
        ),
        (
            "variable = \"T\"",
            "variable = \"T\"\nlevel = \"9\"",
            "column.level: there is no [[level]] with code '9'",
        ),
        (
            "variable = \"T\"",
            "variable = \"T\"\nsite = \"9\"",
            "column.site: there is no [[site]] with code '9'",
        ),
        (
            "variable = \"T\"",
            "variable = \"T\"\nsensor = \"9\"",
            "column.sensor: there is no [[sensor]] with code '9'",
        ),
        (
            "utc_offset = \"+00:00\"",
            "utc_offset = \"7\"",
            "time.utc_offset: '7' is not an offset such as '-07:00'",
        ),
        (
            "utc_offset = \"+00:00\"",
            "zone = \"Mars/Olympus\"",
            "time.zone: 'Mars/Olympus' is not an IANA time zone",
        ),
        (
            "utc_offset = \"+00:00\"",
            "utc_offset = \"+00:00\"\nzone = \"UTC\"",
            "only one of them can hold",
        ),
        (
            "utc_offset = \"+00:00\"",
            "formats = [\"%Q\"]",
            "time.formats: '%Q' is neither 'iso' nor a strftime format",
        ),
        ("columns = [\"time\"]", "columns = []", "time.columns: names no column"),
        (
            "no_data_value = -9999",
            "delimiter = \"::\"",
            "format.delimiter: '::' is not one plain character",
        ),
        ("no_data_value = -9999", "decimal = \",\"", "format.decimal: ',' cannot be the delimiter"),
        ("no_data_value = -9999", "no_data_value = nan", "no_data_value: is not a number"),
        ("no_data_value = -9999", "no_data = [\"x\"]", "needs a no_data_value"),
        (
            "name = \"Site\"",
            "name = \"Site\"\nlatitude = 95.0\nlongitude = 1.0",
            "site.latitude: 95 is not between -90 and 90",
        ),
        ("name = \"Site\"", "name = \"Site\"\nlongitude = 1.0", "there is no latitude beside it"),
        (
            "name = \"Site\"",
            "name = \"Site\"\nzone = \"America/Denver\"",
            "site.zone: needs standard_utc_offset",
        ),
        (
            "name = \"Temperature\"",
            "name = \"Temperature\"\nspacing = \"often\"",
            "variable.spacing: 'often' is not like '15 minutes'",
        ),
        (
            "[[variable]]",
            "[[site]]\ncode = \"S\"\nname = \"Again\"\n\n[[variable]]",
            "m.toml:18: site.code: 'S' is there twice",
        ),
        (
            "[[column]]",
            "[[column]]\ncolumn = \"v2\"\nvariable = \"T\"\n\n[[column]]",
            "a second column for variable 'T'",
        ),
        (
            "[[site]]",
            "[[site]]\ncode = \"S2\"\nname = \"Other\"\n\n[[site]]",
            "nothing says at which site column 'value' is",
        ),
        (
            "[[site]]",
            "[[file]]\npattern = \"*\"\nsite = \"X\"\n\n[[site]]",
            "file.site: there is no [[site]] with code 'X'",
        ),
    ] {
        assert!(MAPPING.contains(from), "{from}");
        let message = error(&MAPPING.replacen(from, to, 1));
        assert!(message.contains(says), "wanted: {says}\n   got: {message}");
    }
}

#[test]
fn all_mistakes_are_named_at_once() {
    let two = MAPPING.replace("variable = \"T\"", "variable = \"X\"").replace("+00:00", "soon");
    assert_eq!(error(&two).lines().count(), 2);
}

#[test]
fn a_mapping_that_does_not_fit_a_file_loads_nothing_of_any_file() {
    for_each_database(|store| async move {
        let good: (&str, &[u8]) = ("good.csv", b"time,value\n2024-01-01,1\n");
        let pattern =
            MAPPING.replace("[[site]]", "[[file]]\npattern = \"g*\"\nsite = \"S\"\n\n[[site]]");
        let twice =
            pattern.replace("[[site]]", "[[file]]\npattern = \"*d.csv\"\nsite = \"S\"\n\n[[site]]");
        let number = MAPPING.replace("column = \"value\"", "column = 3");
        let headless = MAPPING.replace("[format]", "[format]\nheader = false");
        for (mapping, file, says) in [
            (MAPPING, ("bad.csv", &b"time,other\n1,2\n"[..]), "column.column: "),
            (
                MAPPING,
                ("bad.csv", &b"time,other\n1,2\n"[..]),
                "bad.csv has no column 'value'; it has time, other",
            ),
            (
                MAPPING,
                ("bad.csv", &b"value,value,time\n"[..]),
                "has two columns 'value'; use their numbers",
            ),
            (
                MAPPING,
                ("bad.csv", &b"time,Abfluss\x1b[31m\n"[..]),
                "it has time, Abfluss\u{fffd}[31m",
            ),
            (
                MAPPING,
                ("bad.csv", &b"time,Abflu\xdf\n"[..]),
                "line 1, byte 11 (0xDF) is no UTF-8 text; format.encoding",
            ),
            (
                MAPPING,
                ("bad.csv", &b"time;value\n"[..]),
                "it has time;value alone (format.delimiter says what separates columns)",
            ),
            (&pattern, ("bad.csv", &b"time,value\n"[..]), "no [[file]] pattern of"),
            (&twice, ("bad.csv", &b"time,value\n"[..]), "two [[file]] patterns of"),
            (&number, ("bad.csv", &b"time,value\n"[..]), "has 2 columns, none of number 3"),
            (
                &headless,
                ("bad.csv", &b"1,2\n"[..]),
                "has no header (format.header), so 'time' has to be a number",
            ),
        ] {
            let error = import(&store, &[good, file], mapping).await.unwrap_err();
            let once = error.to_string();
            assert!(once.contains(says), "wanted: {says}\n   got: {once}");
            assert_eq!(format!("{:#}", anyhow::Error::from(error)), once, "said twice");
        }
        assert_eq!(network::Entity::find().count(store.read()).await.unwrap(), 0);
    });
}

#[test]
fn files_that_are_not_there_are_named_and_nothing_is_loaded() {
    for_each_database(|store| async move {
        let nobody = std::sync::Arc::new(|_: &std::path::Path, _| {});
        let folder = tempfile::tempdir().unwrap();
        let mapping = folder.path().join("m.toml");
        let run = gagehouse_sidecar::import::csv::run(&store, &[], &mapping, nobody.clone()).await;
        let error = run.unwrap_err().to_string();
        assert!(error.contains("m.toml: cannot be read"), "{error}");
        std::fs::write(&mapping, MAPPING).unwrap();
        let missing = [folder.path().join("missing.csv")];
        let run = gagehouse_sidecar::import::csv::run(&store, &missing, &mapping, nobody).await;
        let error = run.unwrap_err().to_string();
        assert!(error.contains("missing.csv: cannot be read"), "{error}");
        assert_eq!(network::Entity::find().count(store.read()).await.unwrap(), 0);
    });
}
