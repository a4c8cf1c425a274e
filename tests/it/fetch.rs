//! `gazetteer fetch`: downloads that are whole, continued, checked and bounded, against a server of our own.

use crate::site::{Answer, Site};
use crate::support::{azalai, failure, file, folder, stdout};
use std::fs;
use std::io::{Cursor, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const TAG: &str = "\"one\"";
const DUMP: &str = "/export/ML.zip";
const FILES: [&str; 4] = [
    "ML.zip",
    "geoBoundaries-MLI-ADM1.geojson",
    "geoBoundaries-MLI-ADM2.geojson",
    "geoBoundaries-MLI-ADM3.geojson",
];

fn fixture(name: &str) -> String {
    fs::read_to_string(file("tests/fixtures/gazetteer").join(name)).unwrap()
}

/// A country file as GeoNames packs it; `more` makes another version.
fn dump(more: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [("readme.txt", "Readme".to_owned()), ("ML.txt", fixture("geonames.tsv") + more)] {
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A row that another version has.
const MORE: &str = "999999\tNeuf\tNeuf\t\t16\t0\tP\tPPL\tML\t\t\t\t\t\t0\t\t250\tAfrica/Bamako\t2024-01-01\n";

fn shapes(level: &str) -> Vec<u8> {
    fixture("geoboundaries-adm2.geojson").replace("ADM2", level).into_bytes()
}

/// A server with everything that is fetched.
fn site() -> Site {
    let site = Site::start();
    site.put(DUMP, Answer::File(dump(""), TAG));
    for level in ["ADM1", "ADM2", "ADM3"] {
        let at = format!("/files/{level}.geojson");
        let told = format!(
            r#"{{"boundaryISO":"MLI","boundaryType":"{level}","boundaryLicense":"CC BY 3.0 IGO","gjDownloadURL":"{}{at}"}}"#,
            site.root
        );
        site.put(&at, Answer::File(shapes(level), TAG));
        site.put(&format!("/api/MLI/{level}/"), Answer::File(told.into_bytes(), "\"api\""));
    }
    site
}

/// Downloads and adds nothing.
fn fetch(root: &str, to: &Path) -> Command {
    let mut command = fetch_and_add(root, to);
    command.arg("--download-only");
    command
}

fn fetch_and_add(root: &str, to: &Path) -> Command {
    let mut command = azalai();
    // The machine's own way to the web is not the test's.
    for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(proxy).env_remove(proxy.to_uppercase());
    }
    command.args(["gazetteer", "fetch", "mali", "--to"]).arg(to);
    command.args(["--geonames-url", &format!("{root}/export/"), "--boundaries-url", &format!("{root}/api")]);
    command
}

/// What lies in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn everything_is_downloaded_once_and_asked_for_again_by_its_tag() {
    let (site, folder) = (site(), folder());
    let to = folder.path().join("new/downloads");
    let said = stdout(&mut fetch(&site.root, &to));
    for name in FILES {
        let line = fs::read_to_string(to.join(format!("{name}.sha256"))).unwrap();
        let (sum, named) = line.trim_end().split_once("  ").unwrap();
        assert_eq!(named, name);
        assert!(said.contains(sum), "{said}");
        assert!(!names(&to).contains(&format!("{name}.part")));
        assert!(!names(&to).contains(&format!("{name}.part.json")));
    }
    assert_eq!(fs::read(to.join("ML.zip")).unwrap(), dump(""));
    assert_eq!(fs::read(to.join(FILES[3])).unwrap(), shapes("ADM3"));
    assert!(said.contains("19 places, 0 shapes; GeoNames (geonames.org), CC BY 4.0"), "{said}");
    assert!(said.contains("0 places, 2 shapes; geoBoundaries (geoboundaries.org), CC BY 3.0 IGO"), "{said}");

    let again = stdout(&mut fetch(&site.root, &to));
    assert_eq!(again.matches("unchanged since it was downloaded").count(), 4, "{again}");
    let asked = site.asked(DUMP);
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[1].headers["if-none-match"], TAG);

    // A file that was damaged on the disk is not taken for the one that was downloaded.
    fs::write(to.join("ML.zip"), b"damaged").unwrap();
    stdout(&mut fetch(&site.root, &to));
    assert_eq!(fs::read(to.join("ML.zip")).unwrap(), dump(""));
    assert!(!site.asked(DUMP)[2].headers.contains_key("if-none-match"));

    // And another version on the server replaces the one that is there.
    site.put(DUMP, Answer::File(dump(MORE), "\"two\""));
    let newer = stdout(&mut fetch(&site.root, &to));
    assert!(newer.contains("20 places"), "{newer}");
}

#[test]
fn what_is_fetched_becomes_layers_of_the_store_once() {
    let (site, folder) = (site(), folder());
    let store = folder.path().join("a.gpkg");
    let mut command = fetch_and_add(&site.root, &folder.path().join("azalai-downloads"));
    stdout(command.arg("--data").arg(&store));
    let layers = || stdout(azalai().args(["gazetteer", "list", "--data"]).arg(&store));
    let added = layers();
    for layer in ["geonames-ml", "geoboundaries-mli-adm1", "geoboundaries-mli-adm2", "geoboundaries-mli-adm3"]
    {
        assert_eq!(added.matches(layer).count(), 1, "{added}");
    }
    assert!(added.contains("CC BY 3.0 IGO"), "{added}");
    // Without --to, the downloads are looked for beside the store; and the layers are replaced, not doubled.
    let mut again = azalai();
    let base = [
        "--geonames-url",
        &format!("{}/export", site.root),
        "--boundaries-url",
        &format!("{}/api", site.root),
    ];
    again.args(["gazetteer", "fetch", "mali", "--data"]).arg(&store).args(base);
    for proxy in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        again.env_remove(proxy);
    }
    let said = stdout(&mut again);
    assert_eq!(said.matches("unchanged since").count(), 4, "{said}");
    assert_eq!(said.matches("replaces its earlier version").count(), 4, "{said}");
    assert_eq!(layers().lines().count(), added.lines().count());
}

/// Runs until the server has sent what it will send, and kills the process.
fn killed_half_way(site: &Site, to: &Path, sent: usize) {
    site.put(DUMP, Answer::Stalls(dump(""), TAG, sent));
    let mut child = fetch(&site.root, to).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let part = to.join("ML.zip.part");
    while fs::metadata(&part).map_or(0, |part| part.len()) < sent as u64 {
        assert!(child.try_wait().unwrap().is_none(), "it waits for the rest");
        sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!to.join("ML.zip").exists(), "nothing half stands under the file's own name");
}

#[test]
fn a_killed_download_goes_on_where_it_was() {
    let (site, folder) = (site(), folder());
    killed_half_way(&site, folder.path(), 500);
    site.put(DUMP, Answer::File(dump(""), TAG));
    let said = stdout(&mut fetch(&site.root, folder.path()));
    assert!(said.contains("downloaded from byte 500 on"), "{said}");
    let asked = site.asked(DUMP);
    assert_eq!(
        (asked[1].headers["range"].as_str(), asked[1].headers["if-range"].as_str()),
        ("bytes=500-", TAG)
    );
    assert_eq!(fs::read(folder.path().join("ML.zip")).unwrap(), dump(""));
}

#[test]
fn a_file_that_changed_meanwhile_begins_anew() {
    let (site, folder) = (site(), folder());
    killed_half_way(&site, folder.path(), 500);
    site.put(DUMP, Answer::File(dump(MORE), "\"two\""));
    let said = stdout(&mut fetch(&site.root, folder.path()));
    assert!(said.contains("ML.zip: downloaded, "), "{said}");
    assert_eq!(fs::read(folder.path().join("ML.zip")).unwrap(), dump(MORE));
}

#[test]
fn a_server_that_hangs_up_is_asked_for_the_rest() {
    let (site, folder) = (site(), folder());
    site.put(DUMP, Answer::HangsUp(dump(""), TAG, 700));
    stdout(&mut fetch(&site.root, folder.path()));
    assert_eq!(site.asked(DUMP)[1].headers["range"], "bytes=700-");
    assert_eq!(fs::read(folder.path().join("ML.zip")).unwrap(), dump(""));
}

#[test]
fn a_download_that_lacked_only_its_name_gets_it() {
    let (site, folder) = (site(), folder());
    let whole = dump("");
    killed_half_way(&site, folder.path(), 500);
    // A process that dies between the last byte and the renaming cannot be caught in the act: it is done by hand.
    fs::write(folder.path().join("ML.zip.part"), &whole).unwrap();
    site.put(DUMP, Answer::File(whole.clone(), TAG));
    stdout(&mut fetch(&site.root, folder.path()));
    assert_eq!(fs::read(folder.path().join("ML.zip")).unwrap(), whole);
}

#[test]
fn a_wrong_checksum_keeps_nothing() {
    let (site, folder) = (site(), folder());
    let sum = format!("ML.zip={}", "0".repeat(64));
    let said = failure(fetch(&site.root, folder.path()).args(["--sha256", &sum]));
    assert!(said.contains("'ML.zip' has SHA-256 ") && said.contains("nothing was kept"), "{said}");
    assert_eq!(names(folder.path()), [""; 0]);
    stdout(&mut fetch(&site.root, folder.path()));
    let line = fs::read_to_string(folder.path().join("ML.zip.sha256")).unwrap();
    let right = format!("ML.zip={}", line.split(' ').next().unwrap());
    stdout(fetch(&site.root, folder.path()).args(["--sha256", &right]));
    let said = failure(fetch(&site.root, folder.path()).args(["--sha256", &right.replace("ML", "NE")]));
    assert!(said.contains("there is no file 'NE.zip' to check"), "{said}");
}

#[test]
fn what_is_not_there_or_no_pack_is_said_and_not_kept() {
    let (site, folder) = (site(), folder());
    site.put(DUMP, Answer::Status("404 Not Found"));
    let said = failure(&mut fetch(&site.root, folder.path()));
    assert!(said.contains("/export/ML.zip with 404 Not Found"), "{said}");
    site.put(DUMP, Answer::File(b"<!DOCTYPE html><p>Please log in".to_vec(), TAG));
    let said = failure(&mut fetch(&site.root, folder.path()));
    assert!(said.contains("is a web page"), "{said}");
    let mut damaged = dump("");
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    site.put(DUMP, Answer::File(damaged, TAG));
    let said = failure(&mut fetch(&site.root, folder.path()));
    assert!(said.contains("what came as 'ML.zip' cannot be used"), "{said}");
    assert!(!folder.path().join("ML.zip").exists());
    site.put(DUMP, Answer::File(dump(""), TAG));
    site.put("/api/MLI/ADM2/", Answer::File(b"{\"gjDownloadURL\":\"file:///etc/passwd\"}".to_vec(), TAG));
    let said = failure(&mut fetch(&site.root, folder.path()));
    assert!(said.contains("its gjDownloadURL is 'file:///etc/passwd'"), "{said}");
    assert!(folder.path().join(FILES[1]).exists(), "what came before is kept");
}

#[test]
fn without_a_server_it_says_what_to_do_by_hand() {
    let folder = folder();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = failure(&mut fetch(&format!("http://{free}"), folder.path()));
    assert!(said.contains(&format!("cannot download http://{free}/export/ML.zip")), "{said}");
    assert!(said.contains("bring the file from https://download.geonames.org/export/dump/ML.zip"), "{said}");
    assert!(said.contains("azalai gazetteer add FILE"), "{said}");
    assert!(!folder.path().join("ML.zip").exists());
}

#[test]
fn a_body_without_end_is_cut_off() {
    let (site, folder) = (site(), folder());
    for answer in [Answer::Endless, Answer::Claims(1 << 40)] {
        site.put(DUMP, answer);
        let said = failure(&mut fetch(&site.root, folder.path()));
        assert!(said.contains("holds more than 67108864 bytes"), "{said}");
        assert_eq!(names(folder.path()), [""; 0]);
    }
}

#[test]
fn redirects_lead_to_the_web_only() {
    let (site, folder) = (site(), folder());
    site.put("/moved/ML.zip", Answer::File(dump(""), TAG));
    site.put(DUMP, Answer::Redirect(format!("{}/moved/ML.zip", site.root)));
    stdout(&mut fetch(&site.root, folder.path()));
    for to in ["file:///etc/passwd", "ftp://127.0.0.1/ML.zip", &format!("{}{DUMP}", site.root)] {
        site.put(DUMP, Answer::Redirect(to.to_owned()));
        let other = folder.path().join("other");
        let said = failure(&mut fetch(&site.root, &other));
        // An address without a host is taken for a path of the same server, which does not have it.
        assert!(said.contains("cannot download ") || said.contains("404 Not Found"), "{to}: {said}");
        assert!(!other.join("ML.zip").exists());
    }
    let mut elsewhere = fetch("ftp://127.0.0.1", folder.path());
    assert!(failure(&mut elsewhere).contains("has to begin with http:// or https://"));
}

#[test]
fn what_is_fetched_is_in_the_store_once_however_often_it_is_fetched() {
    let (folder, site) = (folder(), site());
    let store = folder.path().join("a.gpkg");
    for _ in 0..2 {
        let root = &site.root;
        let mut command = azalai();
        for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(proxy).env_remove(proxy.to_uppercase());
        }
        command.args(["gazetteer", "fetch", "mali", "--data"]).arg(&store);
        command.args(["--geonames-url", &format!("{root}/export/"), "--boundaries-url"]);
        stdout(command.arg(format!("{root}/api")));
    }
    let listed = stdout(azalai().args(["gazetteer", "list", "--json", "--data"]).arg(&store));
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let layers: Vec<&str> =
        listed.as_array().unwrap().iter().map(|layer| layer["name"].as_str().unwrap()).collect();
    assert_eq!(layers.len(), 2 + FILES.len(), "{layers:?}");
    assert_eq!((layers[0], layers[1]), ("seed", "geonames-ml"));
}
