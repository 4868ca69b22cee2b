//! One plot, three drawings: what is selected for a canvas, an SVG and a PNG is the same on every processor.

mod specimen;

use std::path::Path;

#[test]
fn what_is_selected_is_what_a_browser_selects() {
    let told: String = specimen::all().iter().map(|it| it.selectors()).collect();
    if std::env::var_os("GAGEHOUSE_WRITE_SPECIMENS").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specimen/selectors.txt");
        std::fs::write(file, &told).unwrap();
    } else {
        assert_eq!(told, specimen::SELECTORS);
    }
}
