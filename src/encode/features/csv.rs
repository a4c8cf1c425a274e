//! Features as a table of texts.

use super::feature::text;
use super::{Column, Feature, FeatureWriter, Shape};
use crate::encode::EncodeError;
use crate::encode::csv::guarded;
use std::borrow::Cow;
use std::io::Write;

/// Columns before those of properties.
const OWN: [&str; 3] = ["id", "longitude", "latitude"];

/// Writes CSV (RFC 4180, UTF-8).
pub(super) struct Writer<'w, W: Write> {
    out: ::csv::Writer<W>,
    columns: &'w [Column],
}

impl<'w, W: Write> Writer<'w, W> {
    pub(super) fn new(out: W, columns: &'w [Column]) -> Result<Self, EncodeError> {
        let mut out = ::csv::Writer::from_writer(out);
        out.write_record(OWN.into_iter().chain(columns.iter().map(|column| column.name.as_str())))?;
        Ok(Self { out, columns })
    }
}

impl<W: Write> FeatureWriter for Writer<'_, W> {
    fn feature(&mut self, feature: &Feature<'_>) -> Result<(), EncodeError> {
        let [longitude, latitude] = match &feature.shape {
            Some(Shape::Point(at)) => at.map(|degrees| degrees.to_string()),
            _ => [String::new(), String::new()],
        };
        for cell in [feature.id.clone(), longitude.into(), latitude.into()] {
            self.out.write_field(guarded(cell).as_bytes())?;
        }
        for (place, column) in self.columns.iter().enumerate() {
            let cell: Cow<'_, str> = text(feature.property(&column.name, place));
            self.out.write_field(guarded(cell).as_bytes())?;
        }
        self.out.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), EncodeError> {
        self.out.flush()?;
        Ok(())
    }
}
