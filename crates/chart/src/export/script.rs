//! Lines of Python and R that fetch a window of a datastream from its source.

/// The lines of Python that read a SensorThings request, page by page, into a data frame.
pub fn python(request_url: &str) -> String {
    let url = quoted(request_url);
    format!(
        "import pandas, requests\n\
         url, rows = {url}, []\n\
         while url:\n    page = requests.get(url, timeout=60).json()\n    rows += page[\"value\"]\n    \
         url = page.get(\"@iot.nextLink\")\n\
         data = pandas.DataFrame(rows)\n"
    )
}

/// The same in R.
pub fn r(request_url: &str) -> String {
    let url = quoted(request_url);
    format!(
        "url <- {url}; pages <- list()\n\
         while (!is.null(url)) {{\n  page <- jsonlite::fromJSON(url)\n  \
         pages[[length(pages) + 1]] <- page$value\n  url <- page$`@iot.nextLink`\n}}\n\
         data <- jsonlite::rbind_pages(pages)\n"
    )
}

/// A text as a string of both languages.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_cannot_end_the_string_it_stands_in() {
        let url = "https://x.example/a\"b\\c";
        assert!(python(url).contains(r#"url, rows = "https://x.example/a\"b\\c", []"#));
        assert!(r(url).contains(r#"url <- "https://x.example/a\"b\\c"; pages"#));
    }
}
