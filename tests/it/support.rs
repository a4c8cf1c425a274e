//! Starts the real binary and talks to it.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use ureq::Agent;

/// The program that this build made.
pub(crate) fn azalai() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_azalai"));
    // What the machine has set must not reach the tests.
    for variable in ["AZALAI_DATA", "AZALAI_LISTEN", "AZALAI_LOG"] {
        command.env_remove(variable);
    }
    command
}

/// A file of the repository.
pub(crate) fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Other people's data, beside the repository; `None`, said aloud, where they are missing.
pub(crate) fn dev_data(path: &str) -> Option<PathBuf> {
    let folder =
        std::env::var_os("AZALAI_DEV_DATA").map_or_else(|| file("../shared/data/dev"), PathBuf::from);
    let path = folder.join(path);
    if path.exists() {
        return Some(path);
    }
    println!("not tested: {} is missing (AZALAI_DEV_DATA names its folder)", path.display());
    None
}

/// A folder of its own for a test, gone afterwards.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Runs to the end.
pub(crate) fn run(command: &mut Command) -> Output {
    command.output().expect("the program starts")
}

/// Standard output of a run that must succeed.
pub(crate) fn stdout(command: &mut Command) -> String {
    let output = run(command);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
    out.into_owned()
}

/// Standard error of a run that must fail in an orderly way.
pub(crate) fn failure(command: &mut Command) -> String {
    let output = run(command);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{command:?}\n{err}");
    assert!(!err.contains("panicked"), "{err}");
    err
}

/// The report of an import.
pub(crate) fn import(store: &Path, list: &Path, more: &[&str]) -> Value {
    let mut command = azalai();
    command.arg("import").arg("--json").arg("--data").arg(store).arg(list).args(more);
    serde_json::from_str(&stdout(&mut command)).expect("a JSON object")
}

/// The counts of a report that must add up.
pub(crate) fn counts(report: &Value) -> [u64; 6] {
    let counts = ["rows", "added", "updated", "unchanged", "merged", "rejected"]
        .map(|name| report[name].as_u64().unwrap_or_else(|| panic!("{name} in {report}")));
    assert_eq!(counts[0], counts[1..].iter().sum::<u64>(), "counts add up");
    counts
}

/// A running service; stopped when dropped.
pub(crate) struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub(crate) root: String,
    agent: Agent,
}

impl Server {
    /// Serves a store on a free port.
    pub(crate) fn start(store: &Path) -> Self {
        Self::run(azalai().args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(store)).0
    }

    /// Runs a command that serves; also returns what it prints up to its address.
    pub(crate) fn run(command: &mut Command) -> (Self, String) {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut said = String::new();
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
        let root = loop {
            let start = said.len();
            assert!(lines.read_line(&mut said).expect("a line") > 0, "no address in {said:?}");
            if let Some(root) = said[start..].split_whitespace().find(|word| word.starts_with("http://")) {
                break root.trim_end_matches('/').to_owned();
            }
        };
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(1)))
            .build()
            .into();
        (Self { child, root, agent }, said)
    }

    /// Status, content type and body of a GET.
    pub(crate) fn get(&self, path: &str) -> (u16, String, String) {
        self.get_as(path, "*/*")
    }

    /// The same, with an Accept header.
    pub(crate) fn get_as(&self, path: &str, accept: &str) -> (u16, String, String) {
        let (status, kind, body) = self.bytes_as(path, accept);
        (status, kind, String::from_utf8_lossy(&body).into_owned())
    }

    /// Status, content type and body of a GET of anything.
    pub(crate) fn get_bytes(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.bytes_as(path, "*/*")
    }

    fn bytes_as(&self, path: &str, accept: &str) -> (u16, String, Vec<u8>) {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.root) };
        let mut answer = self.agent.get(&url).header("accept", accept).call().expect("an answer");
        let kind = answer.headers().get("content-type").map_or("", |kind| kind.to_str().unwrap_or(""));
        let kind = kind.to_owned();
        (answer.status().as_u16(), kind, answer.body_mut().read_to_vec().expect("a body"))
    }

    /// The JSON of a GET that must succeed.
    pub(crate) fn json(&self, path: &str) -> Value {
        let (status, _, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// The problem document of a GET that must be refused.
    pub(crate) fn problem(&self, path: &str) -> Value {
        let (status, kind, body) = self.get(path);
        assert_eq!(kind, "application/problem+json", "{path}: {status} {body}");
        let problem: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(problem["status"], status, "{path}");
        problem
    }

    /// Sends a form; fields are (name, file name, bytes).
    pub(crate) fn post_form(
        &self,
        path: &str,
        fields: &[(&str, Option<&str>, &[u8])],
        headers: &[(&str, &str)],
    ) -> (u16, Value) {
        let boundary = "----azalai-test-boundary";
        let mut body = Vec::new();
        for (name, file_name, bytes) in fields {
            let file_name = file_name.map_or(String::new(), |name| format!("; filename=\"{name}\""));
            body.extend_from_slice(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file_name}\r\n\r\n")
                    .as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let mut request = self.agent.post(format!("{}{path}", self.root));
        if headers.iter().all(|(name, _)| *name != "content-type") {
            request = request.header("content-type", format!("multipart/form-data; boundary={boundary}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = request.send(&body[..]).expect("an answer");
        let text = answer.body_mut().read_to_string().expect("a body");
        (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Sends JSON, or nothing; returns status and answer.
    pub(crate) fn send(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let text = body.map(Value::to_string).unwrap_or_default();
        self.send_text(method, path, "application/json", &text)
    }

    /// Sends a body of any kind.
    pub(crate) fn send_text(&self, method: &str, path: &str, kind: &str, body: &str) -> (u16, Value) {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.root))
            .header("content-type", kind)
            .body(body.to_owned())
            .expect("a request");
        let mut answer = self.agent.run(request).expect("an answer");
        let text = answer.body_mut().read_to_string().expect("a body");
        (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Sends a list.
    pub(crate) fn post_list(&self, name: &str, bytes: &[u8], dry_run: bool) -> (u16, Value) {
        let dry_run = if dry_run { &b"true"[..] } else { b"false" };
        self.post_form("/imports", &[("file", Some(name), bytes), ("dry_run", None, dry_run)], &[])
    }

    /// Every feature of a collection, by its next links.
    pub(crate) fn all(&self, path: &str) -> Vec<Value> {
        let mut features = Vec::new();
        let mut next = Some(path.to_owned());
        while let Some(page) = next.map(|path| self.json(&path)) {
            next = page["links"]
                .as_array()
                .and_then(|links| links.iter().find(|link| link["rel"] == "next"))
                .map(|link| link["href"].as_str().expect("a link").to_owned());
            features.extend(page["features"].as_array().expect("features").iter().cloned());
        }
        features
    }
}

#[cfg(unix)]
impl Server {
    /// Asks the process to stop, as a service manager does, and waits until it has.
    pub(crate) fn terminate(&mut self) -> std::process::ExitStatus {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(asked.expect("kill starts").success());
        self.child.wait().expect("an end")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer with all that was said about it.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: std::collections::BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header field, all its lines joined; empty when it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// The body, which must be a problem with this status.
    pub(crate) fn problem(&self, status: u16) -> Value {
        let said = String::from_utf8_lossy(&self.body);
        assert_eq!(
            (self.status, self.header("content-type")),
            (status, "application/problem+json"),
            "{said}"
        );
        let problem: Value = serde_json::from_slice(&self.body).expect("JSON");
        assert_eq!(problem["status"], status);
        problem
    }
}

impl Server {
    /// Asks with a method and header fields of any kind, without a body.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.root));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.agent.run(request.body(()).expect("a request")).expect("an answer");
        let mut joined = std::collections::BTreeMap::<String, String>::new();
        for (name, value) in answer.headers() {
            let value = value.to_str().expect("text");
            let said = joined.entry(name.as_str().to_owned()).or_default();
            *said = if said.is_empty() { value.to_owned() } else { format!("{said}, {value}") };
        }
        let status = answer.status().as_u16();
        let body = answer.into_body().with_config().limit(1 << 30).read_to_vec().expect("a body");
        Answer { status, headers: joined, body }
    }
}
