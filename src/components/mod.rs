//! Shared components, one per file, named after it.

pub mod catalog_gate;
pub mod empty_state;
pub mod error_state;
pub mod leaflet_map;
pub mod loading_state;
pub mod map_legend;
pub mod not_found;
pub mod page_title;
pub mod route_focus;
pub mod series_table;
pub mod site_card;
pub mod site_facts;
pub mod site_footer;
pub mod site_glyph;
pub mod site_header;
pub mod site_list;
pub mod skip_link;
pub mod source_notices;
pub mod theme_toggle;
pub mod variable_card;
pub mod wordmark;
