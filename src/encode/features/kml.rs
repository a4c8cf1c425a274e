//! Features as placemarks of KML 2.2 (OGC 07-147r2).

use super::feature::text;
use super::{Column, Feature, FeatureWriter, Shape};
use crate::encode::EncodeError;
use quick_xml::escape::escape;
use std::borrow::Cow;
use std::io::Write;

/// Writes KML.
pub(super) struct Writer<'w, W> {
    out: W,
    columns: &'w [Column],
}

impl<'w, W: Write> Writer<'w, W> {
    pub(super) fn new(mut out: W, title: &str, columns: &'w [Column]) -> Result<Self, EncodeError> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>{}</name>",
            words(title)
        )?;
        Ok(Self { out, columns })
    }

    fn rings(&mut self, rings: &[Vec<[f64; 2]>]) -> Result<(), EncodeError> {
        self.out.write_all(b"<Polygon>")?;
        for (place, ring) in rings.iter().enumerate() {
            let side = if place == 0 { "outerBoundaryIs" } else { "innerBoundaryIs" };
            write!(self.out, "<{side}><LinearRing><coordinates>")?;
            for [x, y] in ring {
                write!(self.out, "{x},{y} ")?;
            }
            write!(self.out, "</coordinates></LinearRing></{side}>")?;
        }
        self.out.write_all(b"</Polygon>")?;
        Ok(())
    }

    /// When it was: programs that read KML have a slider for it.
    fn time(&mut self, feature: &Feature<'_>) -> Result<(), EncodeError> {
        let (start, end) = (text(feature.property("date_start", 4)), text(feature.property("date_end", 5)));
        if start.is_empty() {
            return Ok(());
        }
        if start == end {
            write!(self.out, "<TimeStamp><when>{}</when></TimeStamp>", words(&start))?;
        } else {
            let (start, end) = (words(&start), words(&end));
            write!(self.out, "<TimeSpan><begin>{start}</begin><end>{end}</end></TimeSpan>")?;
        }
        Ok(())
    }
}

impl<W: Write> FeatureWriter for Writer<'_, W> {
    fn feature(&mut self, feature: &Feature<'_>) -> Result<(), EncodeError> {
        let name = feature.title().unwrap_or_else(|| feature.id.clone().into_owned());
        write!(self.out, "<Placemark><name>{}</name>", words(&name))?;
        let why = text(feature.property("why", 24));
        if !why.is_empty() {
            write!(self.out, "<description>{}</description>", words(&why))?;
        }
        self.time(feature)?;
        write!(self.out, "<ExtendedData><Data name=\"id\"><value>{}</value></Data>", words(&feature.id))?;
        for (place, column) in self.columns.iter().enumerate() {
            let value = text(feature.property(&column.name, place));
            if !value.is_empty() {
                let (name, value) = (words(&column.name), words(&value));
                write!(self.out, "<Data name=\"{name}\"><value>{value}</value></Data>")?;
            }
        }
        self.out.write_all(b"</ExtendedData>")?;
        match &feature.shape {
            None => {}
            Some(Shape::Point([x, y])) => {
                write!(self.out, "<Point><coordinates>{x},{y}</coordinates></Point>")?;
            }
            Some(Shape::Polygon(rings)) => self.rings(rings)?,
            Some(Shape::MultiPolygon(areas)) => {
                self.out.write_all(b"<MultiGeometry>")?;
                for rings in areas {
                    self.rings(rings)?;
                }
                self.out.write_all(b"</MultiGeometry>")?;
            }
        }
        self.out.write_all(b"</Placemark>\n")?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), EncodeError> {
        self.out.write_all(b"</Document></kml>\n")?;
        self.out.flush()?;
        Ok(())
    }
}

/// A text as XML has it; characters that XML 1.0 cannot say in any way are replaced.
fn words(text: &str) -> Cow<'_, str> {
    let unsayable = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(unsayable) {
        let said: String = text.chars().map(|c| if unsayable(c) { '\u{fffd}' } else { c }).collect();
        Cow::Owned(escape(said.as_str()).into_owned())
    } else {
        escape(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_say_is_replaced() {
        assert_eq!(words("a\u{1}\0b\u{ffff}"), "a\u{fffd}\u{fffd}b\u{fffd}");
        assert_eq!(words("<a & \"b\">\t\n"), "&lt;a &amp; &quot;b&quot;&gt;\t\n");
        assert_eq!(words("Ségou"), "Ségou");
    }
}
