//! Place texts as lists on Mali have them, against what they are.

use super::*;

#[test]
fn texts_of_lists_mean_what_people_mean_by_them() {
    let geocoder = geocoder();
    let mut wrong = Vec::new();
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(&include_bytes!("strings.csv")[..]);
    for row in reader.deserialize() {
        let (written, is, called, lies): (String, String, String, String) = row.unwrap();
        let location = geocoder.geocode(&place(&written, "", ""), None).location;
        let is_so = match location.status {
            Status::Located => is == "located",
            Status::Area => is == "area",
            Status::Review | Status::Unlocated => is == "asked",
        };
        let is_called_so = location.name.as_deref().unwrap_or_default().starts_with(&called);
        let abroad =
            location.place_id.as_deref().and_then(|id| geocoder.gazetteer().locality_by_id(id)?.abroad());
        let lies_there =
            lies.is_empty() || abroad.or(location.units.region.as_deref()) == Some(lies.as_str());
        if !is_so || !is_called_so || !lies_there {
            wrong.push(format!(
                "{written}: {:?} {:?} p={:.2}: {}",
                location.status, location.name, location.p, location.why
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
