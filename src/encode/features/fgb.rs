//! Features as FlatGeobuf 3, with its spatial index.
//!
//! The index stands before the features, so that the file is built in a temporary one, by the format's own library. What
//! shapes they have stands there too: points or areas, as nearly always; units are areas where those are known and points where
//! they are not, and of both it says nothing.

use super::feature::text;
use super::{Column, ColumnKind, Feature, FeatureWriter, Shape};
use crate::encode::EncodeError;
use flatgeobuf::{
    ColumnType, FallibleStreamingIterator, FgbCrs, FgbReader, FgbWriter, FgbWriterOptions, GeometryType,
};
use geozero::error::GeozeroError;
use geozero::{ColumnValue, FeatureAccess, FeatureProcessor, GeomProcessor, PropertyProcessor};
use std::io::{BufReader, BufWriter, Seek, Write};

/// Writes FlatGeobuf.
pub(super) struct Writer<'w, W> {
    out: W,
    file: FgbWriter<'w>,
    name: &'w str,
    title: &'w str,
    columns: &'w [Column],
    /// What shapes the features so far have.
    kind: GeometryType,
    written: u64,
}

impl<'w, W: Write> Writer<'w, W> {
    pub(super) fn new(
        out: W,
        name: &'w str,
        title: &'w str,
        columns: &'w [Column],
    ) -> Result<Self, EncodeError> {
        let kind = GeometryType::Unknown;
        // An index of nothing cannot be read.
        let file = Self::file(name, title, columns, (kind, false))?;
        Ok(Self { out, file, name, title, columns, kind, written: 0 })
    }

    fn file(
        name: &'w str,
        title: &'w str,
        columns: &'w [Column],
        (kind, write_index): (GeometryType, bool),
    ) -> Result<FgbWriter<'w>, EncodeError> {
        let options = FgbWriterOptions {
            crs: FgbCrs { org: Some("EPSG"), code: 4326, name: Some("WGS 84"), ..FgbCrs::default() },
            title: Some(title),
            write_index,
            // It takes the first shape's kind for that of all.
            detect_type: false,
            promote_to_multi: false,
            ..FgbWriterOptions::default()
        };
        let mut file = FgbWriter::create_with_options(name, kind, options).map_err(failed)?;
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

    /// Makes room for a shape of some kind, which is said of the file as long as all are of it.
    fn admit(&mut self, shape: &Shape) -> Result<(), EncodeError> {
        let kind =
            if matches!(shape, Shape::Point(_)) { GeometryType::Point } else { GeometryType::MultiPolygon };
        if self.written == 0 {
            self.kind = kind;
            self.file = Self::file(self.name, self.title, self.columns, (kind, true))?;
        } else if self.kind != kind && self.kind != GeometryType::Unknown {
            self.kind = GeometryType::Unknown;
            self.mix()?;
        }
        Ok(())
    }

    /// Writes what there is once more, to a file of any shapes.
    fn mix(&mut self) -> Result<(), EncodeError> {
        let any = Self::file(self.name, self.title, self.columns, (GeometryType::Unknown, true))?;
        let of_one_kind = std::mem::replace(&mut self.file, any);
        let mut whole = tempfile::tempfile()?;
        of_one_kind.write(BufWriter::new(&whole)).map_err(failed)?;
        whole.rewind()?;
        let mut features =
            FgbReader::open(BufReader::new(whole)).map_err(failed)?.select_all().map_err(failed)?;
        while let Some(feature) = features.next().map_err(failed)? {
            feature.process(&mut self.file, 0).map_err(failed)?;
        }
        Ok(())
    }

    /// An area is a multipolygon, so that a file holds one kind.
    fn shape(&mut self, shape: &Shape) -> Result<(), GeozeroError> {
        match shape {
            Shape::Point([x, y]) => {
                self.file.point_begin(0)?;
                self.file.xy(*x, *y, 0)?;
                self.file.point_end(0)
            }
            Shape::Polygon(rings) => self.areas(&[rings]),
            Shape::MultiPolygon(areas) => self.areas(&areas.iter().collect::<Vec<_>>()),
        }
    }

    fn areas(&mut self, areas: &[&Vec<Vec<[f64; 2]>>]) -> Result<(), GeozeroError> {
        self.file.multipolygon_begin(areas.len(), 0)?;
        for (place, rings) in areas.iter().enumerate() {
            self.file.polygon_begin(false, rings.len(), place)?;
            for (number, ring) in rings.iter().enumerate() {
                self.file.linestring_begin(false, ring.len(), number)?;
                for (corner, [x, y]) in ring.iter().enumerate() {
                    self.file.xy(*x, *y, corner)?;
                }
                self.file.linestring_end(false, number)?;
            }
            self.file.polygon_end(false, place)?;
        }
        self.file.multipolygon_end(0)
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
        self.admit(shape)?;
        let written = self.shape(shape).and_then(|()| self.properties(feature));
        written.and_then(|()| self.file.feature_end(self.written)).map_err(failed)?;
        self.written += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), EncodeError> {
        self.file.write(&mut self.out).map_err(failed)?;
        self.out.flush()?;
        Ok(())
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> EncodeError {
    EncodeError::Form(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::features::{FeatureForm, feature_writer};
    use flatgeobuf::FeatureProperties;

    const POINT: &str = r#"{"type":"Point","coordinates":[-1.4,17.0]}"#;
    const AREA: &str = r#"{"type":"Polygon","coordinates":[[[0,16],[1,16],[1,17],[0,16]]]}"#;
    const AREAS: &str = r#"{"type":"MultiPolygon","coordinates":[[[[0,16],[1,16],[1,17],[0,16]]],[[[4,16],[5,16],[5,17],[4,16]]]]}"#;

    /// What shapes are said to be in a file of these, and the shapes with their features' ids as they are read.
    fn written(shapes: &[&str]) -> (GeometryType, Vec<(String, GeometryType, usize)>) {
        let columns = [Column { name: "n".to_owned(), kind: ColumnKind::Integer }];
        let mut out = Vec::new();
        let mut writer =
            feature_writer(FeatureForm::FlatGeobuf, &mut out, "units", "Units", &columns).unwrap();
        for (n, shape) in shapes.iter().enumerate() {
            let json = format!(r#"{{"id":"u{n}","geometry":{shape},"properties":{{"n":{n}}}}}"#);
            writer.feature(&Feature::read(json.as_bytes()).unwrap()).unwrap();
        }
        writer.finish().unwrap();
        let reader = FgbReader::open(std::io::Cursor::new(&out)).unwrap();
        let kind = reader.header().geometry_type();
        let (mut features, mut read) = (reader.select_all().unwrap(), Vec::new());
        while let Some(feature) = features.next().unwrap() {
            let properties = feature.properties().unwrap();
            assert_eq!(properties["id"], format!("u{}", properties["n"]));
            let shape = feature.geometry().unwrap();
            let of = if kind == GeometryType::Unknown { shape.type_() } else { kind };
            read.push((properties["id"].clone(), of, shape.parts().map_or(0, |parts| parts.len())));
        }
        read.sort_by(|one, other| one.0.cmp(&other.0));
        (kind, read)
    }

    #[test]
    fn a_file_says_what_shapes_it_holds_if_all_are_of_one_kind() {
        let point = |id: &str| (id.to_owned(), GeometryType::Point, 0);
        let areas = |id: &str, count| (id.to_owned(), GeometryType::MultiPolygon, count);
        assert_eq!(written(&[]).0, GeometryType::Unknown);
        assert_eq!(written(&["null", POINT, POINT]), (GeometryType::Point, vec![point("u1"), point("u2")]));
        assert_eq!(
            written(&[AREA, AREAS]),
            (GeometryType::MultiPolygon, vec![areas("u0", 1), areas("u1", 2)])
        );
        let mixed = (
            GeometryType::Unknown,
            vec![point("u0"), point("u1"), areas("u2", 1), point("u3"), areas("u4", 2)],
        );
        assert_eq!(written(&[POINT, POINT, AREA, POINT, AREAS]), mixed);
        let mixed =
            (GeometryType::Unknown, vec![areas("u0", 2), areas("u1", 1), point("u2"), areas("u3", 2)]);
        assert_eq!(written(&[AREAS, AREA, POINT, AREAS]), mixed);
    }
}
