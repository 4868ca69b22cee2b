//! Starts the public app.

fn main() {
    gagehouse_app::start_public();
}
