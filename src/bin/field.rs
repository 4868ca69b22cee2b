//! Starts the field app.

fn main() {
    gagehouse_app::start_field();
}
