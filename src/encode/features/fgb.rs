//! Features as FlatGeobuf 3, with its spatial index.
//!
//! The index stands before the features, so that the file is built in a temporary one, by the format's own library.

use super::feature::text;
use super::{Column, ColumnKind, Feature, FeatureWriter, Shape};
use crate::encode::EncodeError;
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geozero::error::GeozeroError;
use geozero::{ColumnValue, FeatureProcessor, GeomProcessor, PropertyProcessor};
use std::io::Write;

/// Writes FlatGeobuf.
pub(super) struct Writer<'w, W> {
    out: W,
    file: FgbWriter<'w>,
    name: &'w str,
    title: &'w str,
    columns: &'w [Column],
    written: u64,
}

impl<'w, W: Write> Writer<'w, W> {
    pub(super) fn new(
        out: W,
        name: &'w str,
        title: &'w str,
        columns: &'w [Column],
    ) -> Result<Self, EncodeError> {
        let file = Self::file(name, title, columns, true)?;
        Ok(Self { out, file, name, title, columns, written: 0 })
    }

    fn file(
        name: &'w str,
        title: &'w str,
        columns: &'w [Column],
        write_index: bool,
    ) -> Result<FgbWriter<'w>, EncodeError> {
        let options = FgbWriterOptions {
            crs: FgbCrs { org: Some("EPSG"), code: 4326, name: Some("WGS 84"), ..FgbCrs::default() },
            title: Some(title),
            write_index,
            // Units are shapes where those are known, and points where they are not: the kind of the first is not that of all.
            detect_type: false,
            promote_to_multi: false,
            ..FgbWriterOptions::default()
        };
        let mut file =
            FgbWriter::create_with_options(name, GeometryType::Unknown, options).map_err(failed)?;
        file.add_column("id", ColumnType::String, |_, column| column.nullable = false);
        for column in columns {
            let kind = match column.kind {
                ColumnKind::Text => ColumnType::String,
                ColumnKind::Integer => ColumnType::Long,
                ColumnKind::Number => ColumnType::Double,
                ColumnKind::Boolean => ColumnType::Bool,
                ColumnKind::Day => ColumnType::DateTime,
            };
            file.add_column(&column.name, kind, |_, _| {});
        }
        Ok(file)
    }

    fn shape(&mut self, shape: &Shape) -> Result<(), GeozeroError> {
        match shape {
            Shape::Point([x, y]) => {
                self.file.point_begin(0)?;
                self.file.xy(*x, *y, 0)?;
                self.file.point_end(0)
            }
            Shape::Polygon(rings) => self.polygon(rings, true, 0),
            Shape::MultiPolygon(areas) => {
                self.file.multipolygon_begin(areas.len(), 0)?;
                for (place, rings) in areas.iter().enumerate() {
                    self.polygon(rings, false, place)?;
                }
                self.file.multipolygon_end(0)
            }
        }
    }

    fn polygon(&mut self, rings: &[Vec<[f64; 2]>], alone: bool, place: usize) -> Result<(), GeozeroError> {
        self.file.polygon_begin(alone, rings.len(), place)?;
        for (number, ring) in rings.iter().enumerate() {
            self.file.linestring_begin(false, ring.len(), number)?;
            for (corner, [x, y]) in ring.iter().enumerate() {
                self.file.xy(*x, *y, corner)?;
            }
            self.file.linestring_end(false, number)?;
        }
        self.file.polygon_end(alone, place)
    }

    fn properties(&mut self, feature: &Feature<'_>) -> Result<(), GeozeroError> {
        self.file.property(0, "id", &ColumnValue::String(&feature.id))?;
        for (place, column) in self.columns.iter().enumerate() {
            let json = feature.property(&column.name, place);
            let words = text(json);
            let value = match column.kind {
                _ if json == "null" => None,
                ColumnKind::Text => Some(ColumnValue::String(&words)),
                ColumnKind::Day => Some(ColumnValue::DateTime(&words)),
                ColumnKind::Integer => json.parse().ok().map(ColumnValue::Long),
                ColumnKind::Number => json.parse().ok().map(ColumnValue::Double),
                ColumnKind::Boolean => json.parse().ok().map(ColumnValue::Bool),
            };
            if let Some(value) = value {
                self.file.property(place + 1, &column.name, &value)?;
            }
        }
        Ok(())
    }
}

impl<W: Write> FeatureWriter for Writer<'_, W> {
    /// A feature without a shape has no place in the index: this form leaves it out.
    fn feature(&mut self, feature: &Feature<'_>) -> Result<(), EncodeError> {
        let Some(shape) = &feature.shape else { return Ok(()) };
        let written = self.shape(shape).and_then(|()| self.properties(feature));
        written.and_then(|()| self.file.feature_end(self.written)).map_err(failed)?;
        self.written += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), EncodeError> {
        if self.written == 0 {
            // An index of nothing cannot be read.
            self.file = Self::file(self.name, self.title, self.columns, false)?;
        }
        self.file.write(&mut self.out).map_err(failed)?;
        self.out.flush()?;
        Ok(())
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> EncodeError {
    EncodeError::Form(Box::new(error))
}
