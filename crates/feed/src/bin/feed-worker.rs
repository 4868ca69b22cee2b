//! The workers' program: starts the server, or in a worker that a server started, a reader.

fn main() {
    if gagehouse_feed::reader::is_one() {
        gagehouse_feed::reader::serve();
    } else {
        gagehouse_feed::server::announce();
    }
}
