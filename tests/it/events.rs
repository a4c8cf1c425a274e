//! Server-sent events, as they come.

use crate::support::Server;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpStream;

/// One stream.
pub(crate) struct Events {
    lines: BufReader<TcpStream>,
    /// The id of the last event.
    pub(crate) last_id: Option<String>,
}

impl Events {
    /// Opens a stream that must be there.
    pub(crate) fn of(server: &Server, path: &str) -> Self {
        Self::with(server, path, "")
    }

    /// The same with more header lines.
    pub(crate) fn with(server: &Server, path: &str, headers: &str) -> Self {
        let host = server.root.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).expect("a connection");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\
             {headers}Connection: close\r\n\r\n"
        )
        .expect("a request");
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(lines.read_line(&mut head).expect("a head") > 0, "{head}");
        }
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
        assert!(!head.contains("gzip"), "events are not kept back: {head}");
        Self { lines, last_id: None }
    }
}

impl Iterator for Events {
    type Item = (String, Value);

    fn next(&mut self) -> Option<Self::Item> {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).expect("a line") == 0 {
                return None;
            }
            if let Some(event) = line.strip_prefix("event: ") {
                event.trim_end().clone_into(&mut name);
            } else if let Some(id) = line.strip_prefix("id: ") {
                self.last_id = Some(id.trim_end().to_owned());
            } else if let Some(data) = line.strip_prefix("data: ") {
                return Some((name, serde_json::from_str(data).expect("JSON")));
            }
        }
    }
}
