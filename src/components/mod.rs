//! Shared components, one per file, named after it.

pub mod empty_state;
pub mod error_state;
pub mod loading_state;
pub mod not_found;
pub mod page_title;
pub mod route_focus;
pub mod site_footer;
pub mod site_header;
pub mod skip_link;
pub mod source_notices;
pub mod theme_toggle;
pub mod wordmark;
