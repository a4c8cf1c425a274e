//! Cells that every kind of file has: a name, a position, inhabitants, a country.
//!
//! In: what stands in a cell, and the name of its column for the report. Out: the value, or what is wrong with it.
//! It must not know which file it is.

use super::names;
use super::report::Fault;
use crate::event::{InvalidPoint, LonLat};

/// A name that is one.
pub(super) fn name(column: &str, text: &str) -> Result<String, Fault> {
    let name = names::cleaned(text);
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Fault::new(column, text, "is no name"));
    }
    if name.chars().count() > names::MAX_NAME_CHARS {
        let reason = format!("is longer than {} characters", names::MAX_NAME_CHARS);
        return Err(Fault::new(column, text, reason));
    }
    Ok(name)
}

/// A position from two cells, each with the name of its column; decimal degrees with a point or a comma.
pub(super) fn point(lon: (&str, &str), lat: (&str, &str)) -> Result<LonLat, Fault> {
    let degrees = |(column, text): (&str, &str)| {
        let number = text.trim().replace(',', ".");
        // Letters would also let "inf" and "NaN" through.
        let plain = number.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        number
            .parse::<f64>()
            .ok()
            .filter(|_| plain)
            .ok_or_else(|| Fault::new(column, text, "is not a number of degrees"))
    };
    let (x, y) = (degrees(lon)?, degrees(lat)?);
    let point = LonLat::new(x, y).map_err(|error| match error {
        InvalidPoint::Longitude(_) => Fault::new(lon.0, lon.1, "is not within -180 and 180"),
        InvalidPoint::Latitude(_) => Fault::new(lat.0, lat.1, "is not within -90 and 90"),
    })?;
    if is_nowhere(point) {
        return Err(Fault::new(lon.0, "0, 0", NOWHERE));
    }
    Ok(point)
}

/// Whether a point is the one that tables have where they know none.
pub(super) fn is_nowhere(point: LonLat) -> bool {
    point.lon() == 0.0 && point.lat() == 0.0
}

/// What is wrong with it.
pub(super) const NOWHERE: &str = "stands where no position is known";

/// Inhabitants: none where the cell is empty or zero; a cell that is no number is said and passed over.
pub(super) fn population(column: &str, text: &str) -> (Option<u32>, Option<Fault>) {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '_')).collect();
    if digits.is_empty() {
        return (None, None);
    }
    // Spreadsheets write 1200.0.
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    match digits.parse::<u32>() {
        Ok(0) => (None, None),
        Ok(count) => (Some(count), None),
        Err(_) => (None, Some(Fault::new(column, text, "is not a number of inhabitants"))),
    }
}

/// A code of a country: two letters.
pub(super) fn country(text: &str) -> Option<String> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| text.to_uppercase())
}
