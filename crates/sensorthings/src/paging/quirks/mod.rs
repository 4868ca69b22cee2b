//! Services as they are: what a reader is owed although the server misbehaves.
//!
//! Rows and lists are those of the table of quirks that the protocol was designed by; each test names its
//! rows. `service` is the misbehaving server of a single walk; plans are read from the `stand_in`. Rows that
//! are not here concern the catalog (15, 20, 22, 23, 35–38, 43, 48, 53), writing (46) or filters that no
//! reader sends (49); those of them that a walk over a set can meet are in `sets`.
//!
//! | row | what the server does | test |
//! |---|---|---|
//! | 1 | links to the Observations of all datastreams | `links::a_link_to_the_observations_of_all_datastreams_is_not_followed`, `links::rows_of_other_datastreams_…` |
//! | 2 | its link loses the filter | `links::a_link_that_lost_the_filter_brings_the_window_and_nothing_else` |
//! | 3 | a full page has no link | `links::a_full_page_without_a_link_is_not_trusted` |
//! | 4 | links also after the end | `links::an_endless_link_…`, `links::an_empty_page_after_an_exact_multiple_…`, `links::a_link_to_the_same_page_…` |
//! | 5 | its link loses the format | `links::a_page_that_lost_its_format_is_read_all_the_same` |
//! | 6 | pages change their size | `links::pages_of_changing_size_are_all_read` |
//! | 7 | links although `$top` is satisfied | `links::a_reader_who_has_what_was_wanted_does_not_follow_the_link` |
//! | 8 | links to localhost | `links::links_to_localhost_are_followed_at_the_service_itself` |
//! | 9 | its link is null | `links::a_link_that_is_null_or_empty_is_the_end` |
//! | 10–14 | counts are wrong, elsewhere, or cost minutes | `links::counts_are_neither_asked_for_nor_believed` |
//! | 16, 17 | cuts expanded Observations | `links::observations_are_asked_for_by_themselves_…` |
//! | 18 | rows are out of order | `rows::rows_out_of_order_are_kept_and_reported`, `plan::tests::a_service_without_order_is_read_in_one_chain` |
//! | 19 | answers with the first value as the latest | in the sidecar's harvest: `a_service_that_gives_its_first_value_as_the_latest_is_not_believed` |
//! | 21 | ignores the filter | `rows::only_the_window_is_kept_…`, `plan::tests::a_service_that_ignores_the_filter_is_read_once_…` |
//! | 24, 26 | gateways give up, with HTML | `answers::a_service_that_is_down_…`, `answers::a_page_for_people_…`, `answers::a_service_that_is_slow_and_then_breaks_down_…` |
//! | 25 | refuses raw brackets | `answers::no_address_has_a_character_that_servers_refuse` |
//! | 27 | instants and intervals mixed | `rows::instants_and_intervals_in_one_series_…`, `rows::intervals_at_the_edge_of_the_window_…` |
//! | 28 | times without zone | `rows::times_without_a_zone_are_read_as_utc_and_flagged` |
//! | 29 | times with offsets | `rows::times_of_any_offset_blank_or_fraction_are_the_instants_they_name` |
//! | 30 | `"NULL"` for a time | `rows::a_result_time_of_any_kind_is_no_matter_…` |
//! | 31 | numbers as text | `rows::a_number_written_as_text_is_a_number` |
//! | 32 | arrays as results | `rows::an_array_or_object_as_result_is_a_gap_…` |
//! | 33 | `"NaN"`, `"Inf"` | `rows::words_for_no_number_are_gaps` |
//! | 34 | qualities of any form | `rows::qualities_of_every_form_are_words` |
//! | 38, 39 | the extent is missing, stale or wrong | `extremes::rows_outside_the_extent_that_the_catalog_tells_…` |
//! | 40, 54 | ids quoted the other way | `answers::an_id_is_tried_in_the_other_writing_…` |
//! | 41 | odd or relative links | `links::relative_links_are_followed`, `links::a_page_whose_navigation_link_is_odd_or_missing_…` |
//! | 42 | no version in the address | `links::a_service_without_a_version_…` |
//! | 44, 45 | no answers for pages of other sites | `answers::a_service_that_cannot_be_reached_…`, `answers::nothing_but_its_address_…` |
//! | 47 | several rows of one instant | `rows::more_rows_at_one_time_than_a_page_holds_are_all_read` |
//! | 50 | short pages with a link | `links::a_short_page_with_a_link_is_not_the_end` |
//! | 51, 52 | the service is gone, or answers 200 to anything | `answers::an_answer_that_is_no_page_…`, `plan::tests::an_unknown_datastream_…` |
//!
//! Of the list that a HydroServer must pass: 1, 6, 8 `links::raw_links_…`; 4 `extremes::an_empty_series_…`; 5, 7,
//! 18 in the rows above; 9, 22 `answers::a_refused_page_size_is_stepped_down`; 3, 10, 11, 12, 14, 20, 21 in
//! `rows`; 16 in `answers`. No-data values (13), hidden series (15) and files (17) are the plot's and the import's.
//!
//! A server that dies at its seventh page is `plan::tests::a_service_that_dies_at_its_seventh_page_…`; unusual
//! sizes, times and values are in `extremes`.

mod answers;
mod extremes;
mod links;
mod rows;
mod service;
mod sets;
