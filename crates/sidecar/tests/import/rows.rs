//! Rows: good ones are loaded, bad ones are named with line and reason.

use super::{MAPPING, datastream_id, import, import_text, issues, loaded};
use crate::support::builders::{qualified_rows, rows};
use crate::support::for_each_database;
use flate2::{Compression, write::GzEncoder};
use gagehouse_model::time::{HOUR_US, MINUTE_US};
use gagehouse_model::{Quality, TimeUs, Viewer};
use gagehouse_observations::Columns;
use gagehouse_sidecar::import::csv;
use gagehouse_sidecar::import::summary::Counts;
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::network;
use sea_orm::{EntityTrait, PaginatorTrait};
use std::io::Write;

async fn shown(store: &Store, code: &str) -> Columns {
    let id = datastream_id(store, code).await;
    store.range(&Viewer::Anonymous, id, None).await.unwrap()
}

#[test]
fn bad_rows_are_named_and_the_rest_is_loaded() {
    for_each_database(|store| async move {
        let text = "time,value\n\
            1970-01-01 00:00,1\n\
            1970-01-01 00:01,2,3\n\
            soon,3\n\
            1970-01-01 00:03,three\n\
            1970-01-01 00:04,\"4\n\
            \n\
            1970-01-01 00:05,inf\n\
            1970-01-01 00:06,6\n\
            1970-01-01 00:0";
        let summary = import_text(&store, text).await;
        assert_eq!(
            issues(&summary),
            [
                (3, "3 fields where 2 belong"),
                (4, "time 'soon' is in none of the formats of the mapping"),
                (5, "'three' in column 2 is no number"),
                (6, "a quote is not closed"),
                (8, "'inf' in column 2 is no number"),
                (10, "1 fields where 2 belong"),
            ]
        );
        assert_eq!(summary.series[0].1, Counts { loaded: 2, rejected: 2, ..Counts::default() });
        let file = &summary.files[0];
        assert_eq!((file.rows, file.rejected_rows, file.complaint()), (8, 4, None));
        assert_eq!(shown(&store, "S:T").await, rows(&[(0, 1.0), (6 * MINUTE_US, 6.0)]));
    });
}

#[test]
fn missing_cells_make_nothing_and_no_data_is_kept_with_its_qualifier() {
    for_each_database(|store| async move {
        let mapping = MAPPING
            .replace(
                "no_data_value = -9999",
                "no_data_value = -9999\nno_data = [\"out\"]\nqualifier_separator = \",\"",
            )
            .replace("variable = \"T\"", "variable = \"T\"\nqualifier = \"flag\"");
        let text = "time,value,flag\n\
            1970-01-01,-9999,5\n\
            1970-01-02,,A\n\
            1970-01-03,NaN,A\n\
            1970-01-04,out,NULL\n\
            1970-01-05,-9999.0,\"A, e\"\n\
            1970-01-06,1.5,\n";
        let summary = import(&store, &[("d.csv", text.as_bytes())], &mapping).await.unwrap();
        let counts = Counts { loaded: 4, missing: 2, no_data: 3, ..Counts::default() };
        assert_eq!(summary.total(), counts);
        let day_us = 24 * HOUR_US;
        let mut kept = qualified_rows(&[(0, -9999.0, "5"), (3 * day_us, -9999.0, "")]);
        let both = kept.quality_index(&Quality::from_qualifiers(["A", "e"]));
        kept.push(4 * day_us, -9999.0, both);
        kept.push(5 * day_us, 1.5, 0);
        assert_eq!(shown(&store, "S:T").await, kept);
    });
}

#[test]
fn byte_order_mark_line_ends_gzip_and_an_unfinished_last_line_are_read() {
    for_each_database(|store| async move {
        let text = b"\xef\xbb\xbftime,value\r\n1970-01-01 00:00,1\r\n1970-01-01 00:01,2";
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(text).unwrap();
        let gzip = gzip.finish().unwrap();
        let plain = import(&store, &[("a.csv", text)], MAPPING).await.unwrap();
        assert_eq!(plain.total(), loaded(2));
        let packed = import(&store, &[("a.csv.gz", &gzip)], MAPPING).await.unwrap();
        assert_eq!(packed.total(), Counts { unchanged: 2, ..Counts::default() });
        let cut = import(&store, &[("a.csv.gz", &gzip[..gzip.len() / 2])], MAPPING).await;
        assert!(cut.map_or(true, |summary| !summary.complaints().is_empty()));
    });
}

#[test]
fn several_formats_of_time_and_of_text_are_read() {
    for_each_database(|store| async move {
        let mapping = MAPPING
            .replace(
                "no_data_value = -9999",
                "delimiter = \"\\t\"\ndecimal = \",\"\ncomment = \"#\"\nheader = false",
            )
            .replace("columns = [\"time\"]", "columns = [1, 2]")
            .replace(
                "utc_offset = \"+00:00\"",
                "utc_offset = \"-01:00\"\nformats = [\"%d.%m.%y %H:%M\", \"%Y/%m/%d %H:%M:%S%.f\"]",
            )
            .replace("column = \"value\"", "column = 4");
        let text = "# a remark\n01.01.70\t00:00\tx\t0,5\n1970/01/01\t00:30:00.25\tx\t-1,5e1\n";
        let summary = import(&store, &[("d.txt", text.as_bytes())], &mapping).await.unwrap();
        assert_eq!(issues(&summary), []);
        let second_us = 90 * MINUTE_US + 250_000;
        assert_eq!(shown(&store, "S:T").await, rows(&[(HOUR_US, 0.5), (second_us, -15.0)]));
    });
}

#[test]
fn local_times_that_came_twice_are_reported_unless_the_mapping_says_which() {
    for_each_database(|store| async move {
        let zone = MAPPING.replace("utc_offset = \"+00:00\"", "zone = \"America/Denver\"");
        let text = b"time,value\n2024-11-03 00:30,1\n2024-11-03 01:30,2\n2024-03-10 02:30,3\n";
        let summary = import(&store, &[("d.csv", text)], &zone).await.unwrap();
        assert_eq!(
            issues(&summary),
            [
                (
                    3,
                    "time '2024-11-03 01:30' came twice in America/Denver; time.ambiguous can say which is meant ('in-order' where rows are in order of time)"
                ),
                (
                    4,
                    "time '2024-03-10 02:30' does not exist in America/Denver: clocks were set forward over it"
                ),
            ]
        );
        let later = zone.replace("zone =", "ambiguous = \"later\"\nzone =");
        let summary = import(&store, &[("d.csv", text)], &later).await.unwrap();
        assert_eq!((summary.total().loaded, summary.files[0].rejected_rows), (1, 1));
    });
}

#[test]
fn the_two_hours_of_autumn_are_told_apart_for_each_datastream_by_its_own_rows() {
    for_each_database(|store| async move {
        let mapping = MAPPING
            .replace(
                "utc_offset = \"+00:00\"",
                "zone = \"Europe/Berlin\"\nambiguous = \"in-order\"",
            )
            .replace("column = \"value\"", "column = \"value\"\nwhen = { what = \"a\" }")
            + "[[column]]\ncolumn = \"value\"\nvariable = \"T\"\nlabel = \"b\"\nwhen = { what = \"b\" }\n";
        let rows_of = |clocks: &[&str]| -> String {
            let of = |(number, clock): (usize, &&str)| {
                format!("2024-10-27 {clock},a,{number}\n2024-10-27 {clock},b,{}\n", number * 10)
            };
            clocks.iter().enumerate().map(of).collect()
        };
        let text = rows_of(&["01:00", "02:00", "02:00", "03:00"]);
        // A row that was written twice is one row, where its time came once.
        let text = format!("time,what,value\n{text}2024-10-27 03:00,b,30\n");
        let summary = import(&store, &[("d.csv", text.as_bytes())], &mapping).await.unwrap();
        assert_eq!(issues(&summary), []);
        let first_us = TimeUs::from_civil(2024, 10, 26, 23 * HOUR_US).0;
        let times = (0..4).map(|hour| first_us + hour * HOUR_US);
        let expected: Vec<(i64, f64)> = times.clone().zip([0.0, 1.0, 2.0, 3.0]).collect();
        assert_eq!(shown(&store, "S:T").await, rows(&expected));
        let expected: Vec<(i64, f64)> = times.zip([0.0, 10.0, 20.0, 30.0]).collect();
        assert_eq!(shown(&store, "S:T:b").await, rows(&expected));

        // The same value an hour later and a row written twice look alike: that is said, not guessed.
        let text = "time,what,value\n2024-10-27 01:00,a,0\n2024-10-27 02:00,a,0\n2024-10-27 02:00,a,0\n2024-10-27 03:00,a,0\n";
        let summary = import(&store, &[("f.csv", text.as_bytes())], &mapping).await.unwrap();
        assert_eq!(
            issues(&summary),
            [(
                4,
                "time '2024-10-27 02:00' came twice, and the row is that before once more: the second hour, or written twice?"
            )]
        );

        // Neither a file that begins within the hour nor one that goes backwards tells.
        let text =
            "time,what,value\n2024-10-27 02:30,a,9\n2024-10-27 03:30,a,4\n2024-10-27 02:45,a,9\n";
        let summary = import(&store, &[("e.csv", text.as_bytes())], &mapping).await.unwrap();
        assert_eq!((summary.total().loaded, summary.files[0].rejected_rows), (1, 2));
    });
}

#[test]
fn rows_at_one_time_are_kept_side_by_side_and_rows_out_of_order_sorted() {
    for_each_database(|store| async move {
        let text = "time,value\n1970-01-01 00:02,5\n1970-01-01 00:01,1\n1970-01-01 00:01,2\n1970-01-01 00:01,1\n";
        let summary = import_text(&store, text).await;
        assert_eq!(summary.total(), Counts { loaded: 3, unchanged: 1, ..Counts::default() });
        let sorted = rows(&[(MINUTE_US, 1.0), (MINUTE_US, 2.0), (2 * MINUTE_US, 5.0)]);
        assert_eq!(shown(&store, "S:T").await, sorted);
        assert_eq!(import_text(&store, text).await.total().unchanged, 4);
    });
}

#[test]
fn nonsense_files_are_told_and_do_no_harm() {
    for_each_database(|store| async move {
        for (bytes, says) in [
            (&b""[..], "has no rows of data"),
            (b"time,value\n", "format.skip_lines"),
            (b"time,value\n\0\0\0\0\n", "format.delimiter"),
            (b"time,value\n\xff\xfe,\xff\n", "line 2, byte 1 (0xFF) is no UTF-8 text"),
            (b"time,value\n9999999-01-01,1\n", "time.formats"),
        ] {
            let summary = import(&store, &[("d.csv", bytes)], MAPPING).await.unwrap();
            let complaint = summary.files[0].complaint().unwrap();
            assert!(complaint.contains(says), "{bytes:?}: {complaint}");
            assert_eq!(summary.total().loaded, 0);
        }
        let huge = format!("time,value\n{}\n1970-01-01,1\n", "x".repeat(2 << 20));
        let summary = import_text(&store, &huge).await;
        assert_eq!(issues(&summary), [(2, "the line is longer than any row can be")]);
        assert_eq!(summary.total(), loaded(1));
    });
}

#[test]
fn rows_of_a_long_file_that_no_column_takes_are_counted() {
    for_each_database(|store| async move {
        let mapping =
            MAPPING.replace("column = \"value\"", "column = \"value\"\nwhen = { what = \"temp\" }");
        let text = b"time,what,value\n1970-01-01,temp,1\n1970-01-01,Temp,2\n1970-01-01,x,3\n";
        let summary = import(&store, &[("d.csv", &text[..])], &mapping).await.unwrap();
        assert_eq!(summary.total(), loaded(1));
        assert_eq!(summary.files[0].complaint(), None);
        let says = "3 rows, 2 that no column's 'when' takes (the first in line 3)";
        assert!(summary.to_string().contains(says), "{summary}");
    });
}

#[test]
fn what_is_mostly_rejected_is_loaded_as_far_as_it_goes_and_fails_with_the_likely_key() {
    for_each_database(|store| async move {
        let mapping = MAPPING.replace("no_data_value = -9999", "delimiter = \";\"");
        let text = b"time;value\n1970-01-01;1,5\n1970-01-02;2,5\n1970-01-03;3\n";
        let summary = import(&store, &[("d.csv", text)], &mapping).await.unwrap();
        assert_eq!(summary.total().loaded, 1);
        let complaint = summary.files[0].complaint().unwrap();
        assert!(
            complaint.contains("2 of 3 values are no numbers; look at format.decimal"),
            "{complaint}"
        );

        // Without a header nothing but the rows says that the delimiter is wrong.
        let headless = MAPPING
            .replace("no_data_value = -9999", "header = false")
            .replace("columns = [\"time\"]", "columns = [1]")
            .replace("column = \"value\"", "column = 2");
        let summary = import(&store, &[("d.csv", b"1970-01-01;1\n")], &headless).await.unwrap();
        assert_eq!(issues(&summary), [(1, "1 fields, and the mapping names column 2")]);
        let complaint = summary.files[0].complaint().unwrap();
        assert!(complaint.contains("format.delimiter"), "{complaint}");
    });
}

#[test]
fn qualifiers_of_other_encodings_arrive_undamaged_and_a_file_that_is_no_utf_8_is_not_loaded() {
    for_each_database(|store| async move {
        let mapping = MAPPING.replace("variable = \"T\"", "variable = \"T\"\nqualifier = \"flag\"");
        let latin = b"time,value,flag\n1970-01-01,1,gest\xf6rt\n";
        let refused = import(&store, &[("d.csv", latin)], &mapping).await.unwrap();
        let error = refused.files[0].error.as_deref().unwrap();
        assert!(
            error.contains("line 2, byte 18 (0xF6)") && error.contains("format.encoding"),
            "{error}"
        );
        assert_eq!(refused.total().loaded, 0);

        let written =
            |name: &str| mapping.replace("[format]", &format!("[format]\nencoding = \"{name}\""));
        let summary = import(&store, &[("d.csv", latin)], &written("latin-1")).await.unwrap();
        assert_eq!(summary.total(), loaded(1));
        assert_eq!(shown(&store, "S:T").await, qualified_rows(&[(0, 1.0, "gestört")]));

        let text = "\u{feff}time,value,flag\r\n1970-01-01,1,gestört\r\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let again = import(&store, &[("d.csv", &utf16)], &written("utf-16")).await.unwrap();
        assert_eq!(again.total(), Counts { unchanged: 1, ..Counts::default() });
        let error = import(&store, &[("d.csv", latin)], &written("ebcdic")).await.unwrap_err();
        assert!(error.to_string().contains("format.encoding: 'ebcdic' is none of"), "{error}");
    });
}

#[test]
fn a_dry_run_reports_the_same_and_writes_nothing() {
    for_each_database(|store| async move {
        let folder = tempfile::tempdir().unwrap();
        let (mapping, file) = (folder.path().join("m.toml"), folder.path().join("d.csv"));
        std::fs::write(&mapping, MAPPING).unwrap();
        std::fs::write(&file, "time,value\n1970-01-01,1\nsoon,2\n1970-01-03,-9999\n").unwrap();
        let nobody = std::sync::Arc::new(|_: &std::path::Path, _| {});
        let files = [file];
        let dry = csv::dry_run(&files, &mapping, nobody.clone()).await.unwrap();
        assert!(dry.to_string().contains("nothing was written"), "{dry}");
        assert_eq!(network::Entity::find().count(store.read()).await.unwrap(), 0);
        let loaded = csv::run(&store, &files, &mapping, nobody).await.unwrap();
        assert_eq!((dry.files, dry.series), (loaded.files, loaded.series));
    });
}
