//! Connections: accepted until told to stop, each with a limit on how long its request heads may take.
//!
//! A loop of our own in place of `axum::serve`, which sets no such limit: a client that sends a head
//! byte by byte would keep its connection for ever.

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long a client may take for a request's head, and a connection be idle between two requests.
pub const HEAD_TIME: Duration = Duration::from_secs(30);
/// How long to wait when no connection can be accepted (no file handles left, mostly).
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// Whether all requests ended in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// Every running request was answered.
    Whole,
    /// Some were cut off.
    Cut,
}

/// Serves until `stop` ends, then lets running requests end for at most `drain_time`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    head_time: Duration,
    stop: impl Future<Output = ()>,
    drain_time: Duration,
) -> Drained {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head_time);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(head_time);
    let connections = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _peer)) => stream,
            Err(error) => {
                tracing::warn!("no connection can be accepted: {error}");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        // Small answers must not wait for the client's acknowledgement of earlier ones.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("a connection keeps its delay: {error}");
        }
        let service = TowerToHyperService::new(router.clone());
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection broke off: {error}");
            }
        });
    }
    drop(listener);
    tracing::info!("stopping: no new requests, running ones may end");
    match tokio::time::timeout(drain_time, connections.shutdown()).await {
        Ok(()) => Drained::Whole,
        Err(_) => Drained::Cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;

    const SHORT: Duration = Duration::from_millis(150);

    async fn start(
        head_time: Duration,
        drain_time: Duration,
    ) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<Drained>) {
        let slow = || async {
            tokio::time::sleep(SHORT * 2).await;
            "late"
        };
        let router = Router::new().route("/slow", get(slow)).route("/", get(|| async { "now" }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async {
            let _ = stopped.await;
        };
        let server = tokio::spawn(serve(listener, router, head_time, stopped, drain_time));
        (address, stop, server)
    }

    async fn read_all(stream: &mut TcpStream) -> String {
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text).await;
        text
    }

    #[tokio::test]
    async fn a_client_that_never_ends_its_request_is_let_go() {
        let (address, _stop, _server) = start(SHORT, SHORT).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: ").await.unwrap();
        let closed = tokio::time::timeout(SHORT * 20, read_all(&mut stream)).await;
        assert!(!closed.expect("the server closes").contains("now"));
    }

    #[tokio::test]
    async fn a_running_request_is_answered_before_the_server_ends_and_no_new_one_is_taken() {
        let (address, stop, server) = start(SHORT * 20, SHORT * 20).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        tokio::time::sleep(SHORT / 3).await;
        stop.send(()).unwrap();
        assert!(read_all(&mut stream).await.ends_with("late"));
        assert_eq!(server.await.unwrap(), Drained::Whole);
        assert!(TcpStream::connect(address).await.is_err());
    }

    #[tokio::test]
    async fn a_request_that_does_not_end_in_time_is_cut_off() {
        let (address, stop, server) = start(SHORT * 20, SHORT / 3).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        tokio::time::sleep(SHORT / 3).await;
        stop.send(()).unwrap();
        assert_eq!(server.await.unwrap(), Drained::Cut);
    }
}
