//! What pages of the field app share: one component per file.

pub mod ask_first;
pub mod check_input;
pub mod choice_input;
pub mod date_input;
pub mod decimal_input;
pub mod field_faults;
pub mod files;
pub mod header;
pub mod no_such;
pub mod outbox_list;
pub mod record_buttons;
pub mod record_rows;
pub mod record_table;
pub mod scan_button;
pub mod session_bar;
pub mod status_line;
pub mod text_input;
pub mod time_input;
pub mod timeline;
pub mod unsent_file;
