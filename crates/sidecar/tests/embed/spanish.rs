//! A Spanish frame has no English left.

use super::{Answer, a_day_until, get, serve};
use crate::support::builders::{a_datastream, a_site, load, qualified_rows, rows};
use crate::support::for_each_database;
use gagehouse_chart::embed::Language;
use gagehouse_sidecar::embed::words::Words;
use std::collections::BTreeSet;

/// What owners call theirs, and what an address says.
const OF_OTHERS: [&str; 7] =
    ["Raw data", "visits=off", "band=normal", "Network N", "Site S", "Site T", "Temperature"];

fn words_of(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphabetic()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() > 3).collect()
}

/// All messages of a table.
fn messages(language: Language) -> String {
    let told = format!("{:?}", Words::of(language));
    told.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" ")
}

/// What of an answer people read, hear or are shown when they point at something.
fn read(answer: &Answer) -> String {
    let text = answer.text();
    let style = text.find("<style>").zip(text.find("</style>"));
    let text = match style {
        Some((from, to)) => format!("{}{}", &text[..from], &text[to..]),
        None => text.to_owned(),
    };
    let data = text.split("id=\"data\">").nth(1).map(|data| data.split("</script>").next());
    let named = ["aria-label=\"", "title=\""].map(|name| {
        let values = text.split(name).skip(1);
        values.filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>().join(" ")
    });
    let body = text.split("<script").next().unwrap_or_default();
    let parts = body.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text));
    let spoken: String = data.flatten().map_or_else(String::new, |data| {
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        data["words"].to_string()
    });
    let spoken = spoken.split('"').skip(3).step_by(2).collect::<Vec<_>>();
    // Keys of the words are no words.
    let spoken = spoken.into_iter().filter(|word| !["units", "keys", "ahead"].contains(word));
    let spoken = spoken.collect::<Vec<_>>().join(" ");
    let mut all = format!("{} {} {spoken}", parts.collect::<Vec<_>>().join(" "), named.join(" "));
    for name in OF_OTHERS {
        all = all.replace(name, " ");
    }
    all
}

#[test]
fn every_kind_of_frame_speaks_spanish_throughout() {
    for_each_database(|store| async move {
        let stream = a_datastream("T").put(&store).await;
        load(&store, stream.id, rows(&a_day_until(26))).await;
        let mut second = a_datastream("U");
        second.site = a_site("T");
        let second = second.put(&store).await;
        let censored: Vec<(i64, f64, &str)> =
            a_day_until(0).into_iter().map(|(time, value)| (time, value, "<")).collect();
        load(&store, second.id, qualified_rows(&censored)).await;
        let empty = a_datastream("V").put(&store).await;
        let (_, app) = serve(&store, "").await;
        let english: BTreeSet<String> = words_of(&messages(Language::En))
            .difference(&words_of(&messages(Language::Es)))
            .cloned()
            .collect();
        let (a, b, none) = (stream.id, second.id, empty.id);
        let in_english = read(&get(&app, &format!("/embed/v1/plot?d=local:{a}")).await);
        assert!(words_of(&in_english).intersection(&english).count() > 10, "{in_english}");
        let both = format!("d=local:{a}&d=local:{b}");
        for asked in [
            format!("plot?{both}&agg=day&compare=all&band=normal&derive=difference,1,2&table=open"),
            format!("plot?{both}&derive=ratio,1,2&p=ever&color=ffff00&theme=light&visits=off"),
            format!("plot?{both}&kind=histogram&agg=hour"),
            format!("plot?{both}&kind=box&by=season"),
            format!("plot?{both}&kind=box&by=wateryear&axis=log:Temperature%20(%C2%B0C)"),
            format!("plot?{both}&kind=exceedance&compare=1"),
            format!("plot?{both}&kind=exceedance&of=samples"),
            format!("plot?{both}&kind=probability"),
            format!("plot?{both}&kind=scatter"),
            format!("plot?d=local:{a}&kind=scatter&band=normal"),
            format!("plot?d=local:{a}&kind=calendar&from=1900-01-01T00:00:00Z&compare=1"),
            format!("plot?d=local:{none}&d=local:999"),
            "plot?d=local:999".to_owned(),
            "plot".to_owned(),
            format!("table?{both}&d=local:{none}&units=stones"),
            "table?d=local:999".to_owned(),
            "site/local/S".to_owned(),
            "site/local/T?theme=blue".to_owned(),
            "site/local/NONE".to_owned(),
            "map?network=local".to_owned(),
            "map?network=nowhere".to_owned(),
        ] {
            let joint = if asked.contains('?') { "&" } else { "?" };
            for form in ["", ".svg"] {
                if !form.is_empty() && !asked.starts_with("plot") {
                    continue;
                }
                let path = format!("/embed/v1/{asked}{joint}lang=es");
                let path = path.replacen("/plot", &format!("/plot{form}"), 1);
                let answer = get(&app, &path).await;
                let read = read(&answer);
                let left: Vec<String> = words_of(&read).intersection(&english).cloned().collect();
                assert!(left.is_empty(), "{path} says {left:?} in {read}");
                assert!(!read.trim().is_empty(), "{path}");
            }
        }
    });
}
