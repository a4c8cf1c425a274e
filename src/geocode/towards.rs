//! Places on the way from one place towards another: "30 km from Gao on the Ansongo road".
//!
//! In: two names and how far. Out: a point on the straight way, as wide as roads bend. It must not read words.

use super::Answer;
use super::decide::Question;
use super::phrase::{Bearing, Named, Reach, Stated};
use super::radius::shifted;
use super::rank::Ranked;
use super::road::{End, Pair};
use super::words::{self, french};
use crate::event::{Flag, Location, LonLat, Method, Precision, Reason, Status};
use geo::{Bearing as _, Geodesic, Point};

/// A road leaves the straight line by so many degrees on either side: as wide as "north-east" is.
const ROAD_HALF_WIDTH: f64 = 22.5;

/// Roads are longer than the straight line by up to so much: farther along than the other end lies nothing.
const BENDS: f64 = 1.3;

impl Question<'_> {
    /// "30 km from X towards Y"; without a distance, on the first kilometres of the way.
    pub(super) fn along(
        &self,
        distance: Option<Stated>,
        ways: &[(Named, Named)],
        named: Option<&Named>,
    ) -> Answer {
        let ends: Vec<[End<'_>; 2]> = self.ends(ways);
        let is_sure = |(pair, p): &(Pair<'_>, f64)| *p >= self.accept_p && !pair.is_contradicted();
        let sure = self.best_pair(&ends).filter(is_sure);
        let Some((pair, p)) = sure else { return self.without_heading(distance, &ends, named) };
        let (from, to) = (pair.left, pair.right);
        if let Some(stated) = distance
            && (stated.km - stated.rounding_km) * 1_000.0 > pair.apart_m * BENDS + self.extent_m(to)
        {
            let location = Location::nowhere(Status::Review, self.past_the_end(stated, &pair));
            return self.with_ends(location, pair.ends, &pair);
        }
        let towards = Bearing {
            degrees: azimuth(from.point, to.point),
            half_width: ROAD_HALF_WIDTH,
            name: "towards",
            name_fr: "vers",
        };
        let Some((point, radius_m)) = shifted(from.point, distance, Some(towards), self.extent_m(from))
        else {
            return self.without_heading(distance, &ends, named);
        };
        if let Some(named) = named
            && let Some(answer) = self.named_there(named, point, radius_m)
        {
            return answer;
        }
        let mut location = self.on_the_way(distance, from, to, (point, radius_m));
        location.p = p;
        if let Some(named) = named {
            location.reword(|why| why.and(self.not_there(named)));
        }
        self.with_ends(location, pair.ends, &pair)
    }

    fn on_the_way(
        &self,
        distance: Option<Stated>,
        from: &Ranked,
        to: &Ranked,
        (point, radius_m): (LonLat, f64),
    ) -> Location {
        let shown = |one: &Ranked| words::place_with_units(self.name(one), &self.units(one.place));
        let (start, end) = (shown(from), shown(to));
        let told = match distance {
            Some(Stated { km, .. }) => Reason::new(
                format!("{km} km from {start} towards {end}"),
                format!("à {} {} vers {end}", french::kilometres(km), french::of(&start)),
            ),
            None => Reason::new(
                format!("on the way from {start} towards {end}"),
                format!("en partant {} vers {end}", french::of(&start)),
            ),
        };
        let within = Reason::new(
            format!("{}, within {}", told.en, words::distance(radius_m)),
            format!("{}, à {} près", told.fr, french::distance(radius_m)),
        );
        let straight = Reason::new(
            "on the straight line, since the road is not known",
            "en ligne droite, la route n’étant pas connue",
        );
        let name = match distance {
            Some(Stated { km, .. }) => format!("{km} km from {} towards {}", self.name(from), self.name(to)),
            None => format!("{} towards {}", self.name(from), self.name(to)),
        };
        Location {
            status: Status::Located,
            point: Some(point),
            radius_m,
            precision: Some(Precision::azalai(2)),
            method: Method::Offset,
            name: Some(name),
            place_kind: Some("offset".to_owned()),
            units: self.units_at(point, Some(from)),
            flags: vec![Flag::Offset],
            layer: Some("seed".to_owned()),
            ..Location::nowhere(Status::Located, within.and(straight))
        }
    }

    fn past_the_end(&self, stated: Stated, pair: &Pair<'_>) -> Reason {
        let (from, to) = (self.name(pair.left), self.name(pair.right));
        Reason::new(
            format!(
                "{} km from {from} is past {to}, which lies {} away",
                stated.km,
                words::distance(pair.apart_m)
            ),
            format!(
                "à {} {}, on a dépassé {to}, qui est à {}",
                french::kilometres(stated.km),
                french::of(from),
                french::distance(pair.apart_m)
            ),
        )
    }

    /// Where the way leads is not known: so far from its start, in any direction.
    fn without_heading(
        &self,
        distance: Option<Stated>,
        ends: &[[End<'_>; 2]],
        named: Option<&Named>,
    ) -> Answer {
        let Some([start, end]) = ends.first() else { return self.lacking(super::phrase::Lack::Start, named) };
        let mut answer = match distance {
            Some(stated) => self.offset(Reach::Stated(stated), None, start.named, named),
            None => self.near(start.named, named),
        };
        if answer.location.status == Status::Located {
            let missing = words::cut(&end.named.shown());
            answer.location.reword(|why| {
                why.and(Reason::new(
                    format!("in which direction '{missing}' lies is not known"),
                    format!("on ne sait pas dans quelle direction se trouve {}", french::quoted(&missing)),
                ))
            });
        }
        answer
    }
}

/// Degrees clockwise from north in which one point lies from another.
fn azimuth(from: LonLat, to: LonLat) -> f64 {
    Geodesic.bearing(Point::new(from.lon(), from.lat()), Point::new(to.lon(), to.lat()))
}
