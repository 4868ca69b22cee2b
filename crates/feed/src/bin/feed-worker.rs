//! The worker's program: only starts the server.

fn main() {
    gagehouse_feed::server::announce();
}
