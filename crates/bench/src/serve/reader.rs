//! A reader: one kept-alive HTTP/1.1 connection, so that the client costs next to nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, Result, bail, ensure};

pub struct Reader {
    connection: BufReader<TcpStream>,
    /// What the reader says it understands; compressed bodies are read and left as they are.
    accept_encoding: &'static str,
    body: Vec<u8>,
}

impl Reader {
    pub fn connect(address: SocketAddr, accept_encoding: &'static str) -> Result<Self> {
        let connection = TcpStream::connect(address)?;
        connection.set_nodelay(true)?;
        let connection = BufReader::with_capacity(1 << 16, connection);
        Ok(Self { connection, accept_encoding, body: Vec::new() })
    }

    /// Reads an answer to its last byte; returns the body's length.
    pub fn get(&mut self, path: &str) -> Result<usize> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: bench\r\nAccept: */*\r\nAccept-Encoding: {}\r\n\r\n",
            self.accept_encoding
        );
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
        self.body.clear();
        match length {
            Some(length) => self.append(length)?,
            None => self.chunks()?,
        }
        if !status.contains(" 200 ") {
            bail!("{status}: {}", String::from_utf8_lossy(&self.body));
        }
        let length = self.body.len();
        ensure!(length > 1_000, "the page at {path} is too small: {length} bytes");
        Ok(length)
    }

    fn chunks(&mut self) -> Result<()> {
        loop {
            let line = self.line()?;
            let length = usize::from_str_radix(&line, 16)
                .with_context(|| format!("'{line}' is no length of a chunk"))?;
            self.append(length)?;
            self.line()?;
            if length == 0 {
                return Ok(());
            }
        }
    }

    fn append(&mut self, length: usize) -> Result<()> {
        let at = self.body.len();
        self.body.resize(at + length, 0);
        Ok(self.connection.read_exact(&mut self.body[at..])?)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.connection.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}
