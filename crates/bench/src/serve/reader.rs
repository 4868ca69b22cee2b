//! A reader: one kept-alive HTTP/1.1 connection, so that the client costs next to nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, Result, bail, ensure};

pub struct Reader {
    connection: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Reader {
    pub fn connect(address: SocketAddr) -> Result<Self> {
        let connection = TcpStream::connect(address)?;
        connection.set_nodelay(true)?;
        Ok(Self { connection: BufReader::with_capacity(1 << 16, connection), body: Vec::new() })
    }

    /// Reads an answer to its last byte; returns the body's length.
    pub fn get(&mut self, path: &str) -> Result<usize> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAccept: */*\r\n\r\n");
        self.connection.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let mut length = None;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().ok();
            }
        }
        let length: usize = length.context("the answer names no length: it is not one buffer")?;
        self.body.resize(length, 0);
        self.connection.read_exact(&mut self.body)?;
        if !status.contains(" 200 ") {
            bail!("{status}: {}", String::from_utf8_lossy(&self.body));
        }
        ensure!(length > 10_000, "the page at {path} is too small: {length} bytes");
        Ok(length)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.connection.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}
