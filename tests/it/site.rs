//! A web server of a few lines for tests of downloads: it does as it is told, and tells what it was asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// How a path is answered.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// A file with an entity tag; ranges and conditions are honoured.
    File(Vec<u8>, &'static str),
    /// A file of which only so many bytes are sent; then the server hangs up, once.
    HangsUp(Vec<u8>, &'static str, usize),
    /// A file of which only so many bytes are sent; then the server says no more.
    Stalls(Vec<u8>, &'static str, usize),
    /// A status without a body.
    Status(&'static str),
    /// To another address.
    Redirect(String),
    /// A body that says it is so long, and does not come.
    Claims(u64),
    /// A body without end.
    Endless,
}

/// A request: path, and headers by lower-case name.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
struct State {
    answers: BTreeMap<String, Answer>,
    asked: Vec<Asked>,
}

/// The server; it goes with the test's process.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// `http://127.0.0.1:PORT`
    pub(crate) root: String,
    state: Arc<Mutex<State>>,
}

impl Site {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                // A client that is killed is no failure of the server.
                thread::spawn(move || drop(serve(stream, &state)));
            }
        });
        Self { root, state }
    }

    pub(crate) fn put(&self, path: &str, answer: Answer) {
        self.state.lock().unwrap().answers.insert(path.to_owned(), answer);
    }

    /// What was asked of a path, in order.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        self.state.lock().unwrap().asked.iter().filter(|asked| asked.path == path).cloned().collect()
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let Some(first) = lines.next().transpose()? else { return Ok(()) };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let answer = {
        let mut state = state.lock().unwrap();
        state.asked.push(Asked { path: path.clone(), headers: headers.clone() });
        let answer = state.answers.get(&path).cloned();
        if let Some(Answer::HangsUp(bytes, etag, _)) = &answer {
            let whole = Answer::File(bytes.clone(), etag);
            state.answers.insert(path, whole);
        }
        answer.unwrap_or(Answer::Status("404 Not Found"))
    };
    reply(stream, &headers, answer)
}

fn reply(mut out: TcpStream, headers: &BTreeMap<String, String>, answer: Answer) -> std::io::Result<()> {
    match answer {
        Answer::File(bytes, etag) => {
            let length = bytes.len();
            file(&mut out, headers, &bytes, etag, length)
        }
        Answer::HangsUp(bytes, etag, sent) => file(&mut out, headers, &bytes, etag, sent),
        Answer::Stalls(bytes, etag, sent) => {
            file(&mut out, headers, &bytes, etag, sent)?;
            out.flush()?;
            loop {
                thread::park();
            }
        }
        Answer::Status(status) => {
            write!(out, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        }
        Answer::Redirect(to) => write!(
            out,
            "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        ),
        Answer::Claims(length) => {
            write!(out, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\nx")
        }
        Answer::Endless => {
            write!(out, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
            let chunk = vec![b'x'; 1 << 20];
            loop {
                out.write_all(&chunk)?;
            }
        }
    }
}

fn file(
    out: &mut TcpStream,
    headers: &BTreeMap<String, String>,
    bytes: &[u8],
    etag: &str,
    sent: usize,
) -> std::io::Result<()> {
    let has = |name: &str| headers.get(name).map(String::as_str);
    if has("if-none-match") == Some(etag) {
        return write!(out, "HTTP/1.1 304 Not Modified\r\netag: {etag}\r\nconnection: close\r\n\r\n");
    }
    let from = has("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let from: Option<usize> = from.filter(|_| has("if-range") == Some(etag));
    let whole = bytes.len();
    if from.is_some_and(|from| from >= whole) {
        return write!(
            out,
            "HTTP/1.1 416 Range Not Satisfiable\r\ncontent-range: bytes */{whole}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
    }
    let (status, range) = match from {
        Some(from) => {
            ("206 Partial Content", format!("content-range: bytes {from}-{}/{whole}\r\n", whole - 1))
        }
        None => ("200 OK", String::new()),
    };
    let body = &bytes[from.unwrap_or(0)..];
    write!(
        out,
        "HTTP/1.1 {status}\r\n{range}etag: {etag}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    out.write_all(&body[..sent.min(body.len())])
}
