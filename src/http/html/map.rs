//! Small maps: a drawing without script, with the same background and symbols as the big one.
//!
//! In: points, areas and circles in degrees and metres. Out: an SVG. It must not know features.

use super::ground::{GROUND, Line};
use super::words::{self, Lang};
use maud::{Markup, html};
use std::fmt::Write;

/// The drawing's own size; the style sheet scales it.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 360.0;
/// Beyond the edge so much is still drawn, so that no border runs along it.
const MARGIN: f64 = 16.0;
/// Corners nearer than this to the one before are left out.
const STEP: f64 = 0.6;
/// A symbol's size.
const SYMBOL: f64 = 20.0;
/// Kilometres of a degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;
/// The smallest height of a map, in degrees: a place in its surroundings.
const MIN_HEIGHT: f64 = 2.2;
/// Room around what is shown, as a share of its size.
const PADDING: f64 = 0.12;
/// What a letter of a label takes at its largest.
const LETTER: f64 = 7.4;
const LABEL_HEIGHT: f64 = 15.0;

/// A point with its symbol.
#[derive(Debug)]
pub(super) struct Dot {
    /// Longitude and latitude.
    pub(super) at: [f64; 2],
    /// The kind of an event; anything else is a plain dot.
    pub(super) kind: Option<String>,
    /// Not known exactly.
    pub(super) hollow: bool,
    /// What it is.
    pub(super) title: String,
    /// Where it leads.
    pub(super) href: Option<String>,
}

/// What a map shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Points.
    pub(super) dots: Vec<Dot>,
    /// Rings of areas.
    pub(super) areas: Vec<Line>,
    /// Where else the first point may be.
    pub(super) rivals: Vec<([f64; 2], String)>,
    /// How many metres around the first point it may be.
    pub(super) radius_m: f64,
    /// What the first point is called; empty when it needs no name there.
    pub(super) name: String,
    /// What the map is a map of.
    pub(super) label: String,
}

impl Shown {
    /// West, south, east, north of what must be seen; `None` when there is nothing.
    fn extent(&self) -> Option<[f64; 4]> {
        let points = self.dots.iter().map(|dot| dot.at).chain(self.areas.iter().flatten().copied());
        let mut extent = points.fold(None, |extent: Option<[f64; 4]>, [x, y]| {
            let [w, s, e, n] = extent.unwrap_or([x, y, x, y]);
            Some([w.min(x), s.min(y), e.max(x), n.max(y)])
        })?;
        if let Some([x, y]) = self.dots.first().map(|dot| dot.at) {
            let (dy, dx) = reach(self.radius_m, y);
            let [w, s, e, n] = extent;
            extent = [w.min(x - dx), s.min(y - dy), e.max(x + dx), n.max(y + dy)];
        }
        Some(extent)
    }
}

/// Degrees of latitude and of longitude that so many metres are at a latitude.
fn reach(metres: f64, lat: f64) -> (f64, f64) {
    let dy = metres / 1000.0 / KM_PER_DEGREE;
    (dy, dy / shrink(lat))
}

/// How much shorter a degree of longitude is than one of latitude.
fn shrink(lat: f64) -> f64 {
    lat.to_radians().cos().max(0.05)
}

/// From degrees to the drawing: equirectangular around its middle, true there in both directions.
#[derive(Debug, Clone, Copy)]
struct View {
    west: f64,
    north: f64,
    /// Units of the drawing for a degree of longitude and of latitude.
    scale: [f64; 2],
}

impl View {
    fn of([west, south, east, north]: [f64; 4]) -> Self {
        let middle = [f64::midpoint(west, east), f64::midpoint(south, north)];
        let shrink = shrink(middle[1]);
        let height = ((north - south) * (1.0 + 2.0 * PADDING))
            .max((east - west) * (1.0 + 2.0 * PADDING) * shrink * HEIGHT / WIDTH)
            .max(MIN_HEIGHT);
        let y = HEIGHT / height;
        let x = y * shrink;
        Self { west: middle[0] - WIDTH / 2.0 / x, north: middle[1] + height / 2.0, scale: [x, y] }
    }

    fn at(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        [(lon - self.west) * self.scale[0], (self.north - lat) * self.scale[1]]
    }

    fn units(&self, metres: f64) -> f64 {
        metres / 1000.0 / KM_PER_DEGREE * self.scale[1]
    }
}

/// Draws a map; nothing when there is nothing to see on it.
pub(super) fn draw(shown: &Shown, lang: Lang) -> Option<Markup> {
    let view = View::of(shown.extent()?);
    let ground = &*GROUND;
    let mut taken: Vec<[f64; 4]> =
        shown.dots.iter().take(200).map(|dot| around(view.at(dot.at), SYMBOL / 2.0)).collect();
    let own = shown.dots.first().map(|dot| view.at(dot.at)).filter(|_| !shown.name.is_empty());
    if let Some([x, y]) = own {
        let width = LETTER * 1.1 * shown.name.chars().count() as f64;
        taken.push([x, y - LABEL_HEIGHT / 2.0, x + SYMBOL + width, y + LABEL_HEIGHT / 2.0]);
    }
    let towns = labels(view, &mut taken);
    let circle = shown.dots.first().map(|dot| (view.at(dot.at), view.units(shown.radius_m)));
    let (bar, bar_km) = scale_bar(view);
    let km = lang.distance(bar_km * 1000.0);
    // A picture hides what is in it from those who do not see it; links are not to be hidden.
    let role = if shown.dots.iter().any(|dot| dot.href.is_some()) { "group" } else { "img" };
    Some(html! {
        svg.small-map viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role=(role) aria-label=(shown.label) {
            rect.sea width=(WIDTH) height=(HEIGHT) {}
            path.land d=(rings(&ground.countries, view)) {}
            path.mali d=(rings(&ground.mali, view)) {}
            path.lake d=(rings(&ground.lakes, view)) {}
            path.river d=(strokes(&ground.rivers, view)) {}
            path.river.niger d=(strokes(&ground.niger, view)) {}
            path.border.region d=(rings(&ground.regions, view)) {}
            path.border d=(strokes(&ground.borders, view)) {}
            @if !shown.areas.is_empty() { path.area d=(rings(&shown.areas, view)) {} }
            @for (at, name) in &towns {
                circle.town cx=(unit(at[0])) cy=(unit(at[1])) r="2" {}
                text.town-name x=(unit(at[0] + 5.0)) y=(unit(at[1] + 4.0)) { (name) }
            }
            @if let Some((at, radius)) = circle {
                @if radius > 2.0 { circle.reach cx=(unit(at[0])) cy=(unit(at[1])) r=(unit(radius)) {} }
            }
            @for (at, name) in &shown.rivals {
                @let [x, y] = view.at(*at);
                @if x > 0.0 && x < WIDTH && y > 0.0 && y < HEIGHT {
                    circle.rival cx=(unit(x)) cy=(unit(y)) r="4.5" { title { (name) } }
                }
            }
            // The first lies on top.
            @for dot in shown.dots.iter().rev() { (symbol(dot, view)) }
            @if let Some([x, y]) = own {
                text.own x=(unit(x + SYMBOL / 2.0 + 4.0)) y=(unit(y + 4.0)) { (shown.name) }
            }
            g.scale transform=(format!("translate(12 {})", HEIGHT - 12.0)) {
                path d=(format!("M0-4V0H{}V-4", unit(bar))) {}
                text x=(unit(bar / 2.0)) y="-6" { (km) }
            }
        }
    })
}

fn symbol(dot: &Dot, view: View) -> Markup {
    let [x, y] = view.at(dot.at);
    let drawn = html! {
        @match dot.kind.as_deref().and_then(|kind| Some((kind, words::symbol(kind)?))) {
            Some((kind, (outline, sign))) => {
                @let scale = SYMBOL / 24.0;
                @let place = format!("translate({} {}) scale({scale:.3})", unit(x - SYMBOL / 2.0), unit(y - SYMBOL / 2.0));
                g class={ "symbol k-" (kind) @if dot.hollow { " hollow" } } transform=(place) {
                    title { (dot.title) }
                    path.outline d=(outline) {}
                    path.sign d=(sign) {}
                }
            }
            None => circle.dot cx=(unit(x)) cy=(unit(y)) r="4" { title { (dot.title) } },
        }
    };
    match &dot.href {
        // The list beside the map has the same links for the keyboard.
        Some(href) => html! { a href=(href) tabindex="-1" { (drawn) } },
        None => drawn,
    }
}

/// Names of towns that do not run into each other, nor into symbols, nor over the edge.
fn labels(view: View, taken: &mut Vec<[f64; 4]>) -> Vec<([f64; 2], &'static str)> {
    let mut placed = Vec::new();
    for town in &GROUND.towns {
        let at = view.at(town.at);
        let [x, y] = at;
        let width = LETTER * town.name.chars().count() as f64;
        let field = [x - 3.0, y - LABEL_HEIGHT / 2.0, x + 6.0 + width, y + LABEL_HEIGHT / 2.0];
        let inside = field[0] > 2.0 && field[1] > 2.0 && field[2] < WIDTH - 2.0 && field[3] < HEIGHT - 26.0;
        let free =
            taken.iter().all(|[w, n, e, s]| field[2] < *w || *e < field[0] || field[3] < *n || *s < field[1]);
        if inside && free {
            taken.push(field);
            placed.push((at, town.name.as_str()));
        }
    }
    placed
}

fn around([x, y]: [f64; 2], half: f64) -> [f64; 4] {
    [x - half, y - half, x + half, y + half]
}

/// Length in the drawing, and kilometres, of a bar that is about a fifth of the width.
fn scale_bar(view: View) -> (f64, f64) {
    let about = WIDTH / 5.0 / view.units(1000.0);
    let power = 10_f64.powf(about.log10().floor());
    let km = [5.0, 2.0, 1.0].map(|step| step * power).into_iter().find(|km| *km <= about).unwrap_or(power);
    (view.units(km * 1000.0), km)
}

/// A length with the digits that can be seen.
fn unit(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// Areas, cut to the drawing.
fn rings(rings: &[Line], view: View) -> String {
    let mut path = String::new();
    for ring in rings {
        let points: Vec<_> = ring.iter().map(|at| view.at(*at)).collect();
        if let Some(points) = cut(points) {
            write_line(&mut path, &points);
            path.push('Z');
        }
    }
    path
}

/// Lines; each part that is far outside is left out.
fn strokes(lines: &[Line], view: View) -> String {
    let mut path = String::new();
    let near = |[x, y]: [f64; 2]| x > -WIDTH && x < 2.0 * WIDTH && y > -HEIGHT && y < 2.0 * HEIGHT;
    for line in lines {
        let points: Vec<_> = line.iter().map(|at| view.at(*at)).collect();
        for part in points.split(|point| !near(*point)) {
            write_line(&mut path, part);
        }
    }
    path
}

fn write_line(path: &mut String, points: &[[f64; 2]]) {
    let mut last: Option<[f64; 2]> = None;
    for (place, point) in points.iter().enumerate() {
        let [x, y] = *point;
        let far = last.is_none_or(|[px, py]| (px - x).abs() + (py - y).abs() >= STEP);
        if far || place + 1 == points.len() {
            // Writing to a String cannot fail.
            let _ = write!(path, "{}{} {}", if last.is_none() { 'M' } else { 'L' }, unit(x), unit(y));
            last = Some([x, y]);
        }
    }
}

/// A ring cut to the drawing and its margin, edge by edge (Sutherland and Hodgman); `None` when nothing is left.
fn cut(mut points: Vec<[f64; 2]>) -> Option<Vec<[f64; 2]>> {
    let edges: [(usize, f64, f64); 4] =
        [(0, -MARGIN, 1.0), (0, WIDTH + MARGIN, -1.0), (1, -MARGIN, 1.0), (1, HEIGHT + MARGIN, -1.0)];
    for (axis, edge, side) in edges {
        let inside = |point: [f64; 2]| (point[axis] - edge) * side >= 0.0;
        let mut kept = Vec::with_capacity(points.len());
        let before = points.iter().skip(points.len().saturating_sub(1)).chain(&points);
        for (from, to) in before.zip(&points) {
            if inside(*from) != inside(*to) {
                let share = (edge - from[axis]) / (to[axis] - from[axis]);
                kept.push([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
            }
            if inside(*to) {
                kept.push(*to);
            }
        }
        points = kept;
    }
    (points.len() > 2).then_some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(at: [f64; 2]) -> Dot {
        Dot { at, kind: Some("attack".into()), hollow: false, title: "<b>".into(), href: None }
    }

    #[test]
    fn a_map_holds_what_it_shows_and_measures_it() {
        let view = View::of([-1.4, 17.0, -1.4, 17.0]);
        let [x, y] = view.at([-1.4, 17.0]);
        assert!((x - WIDTH / 2.0).abs() < 1e-6 && (y - HEIGHT / 2.0).abs() < 1e-6);
        // A degree of latitude is as long as its kilometres say, and one of longitude shorter by the cosine.
        let up = y - view.at([-1.4, 17.1])[1];
        assert!((up - view.units(11_120.0)).abs() < 0.01);
        let right = view.at([-1.3, 17.0])[0] - x;
        assert!((right / up - 17.0_f64.to_radians().cos()).abs() < 1e-6);
        let (bar, km) = scale_bar(view);
        assert!((bar - view.units(km * 1000.0)).abs() < 1e-9 && bar <= WIDTH / 5.0 && bar > WIDTH / 13.0);
        for extent in [[-12.0, 10.0, 4.0, 25.0], [0.0, 0.0, 0.0, 0.0], [-180.0, -90.0, 180.0, 90.0]] {
            let view = View::of(extent);
            for at in [[extent[0], extent[1]], [extent[2], extent[3]]] {
                let [x, y] = view.at(at);
                assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{extent:?} {x} {y}");
            }
        }
    }

    #[test]
    fn a_ring_is_cut_to_what_is_seen() {
        let around = vec![[-1e4, -1e4], [1e4, -1e4], [1e4, 1e4], [-1e4, 1e4]];
        let cut_to = cut(around).unwrap();
        assert!(
            cut_to
                .iter()
                .all(|[x, y]| (-MARGIN..=WIDTH + MARGIN).contains(x)
                    && (-MARGIN..=HEIGHT + MARGIN).contains(y))
        );
        let area = |ring: &[[f64; 2]]| -> f64 {
            let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
            pairs.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>().abs() / 2.0
        };
        let all = (WIDTH + 2.0 * MARGIN) * (HEIGHT + 2.0 * MARGIN);
        assert!((area(&cut_to) - all).abs() < 1e-6);
        assert_eq!(cut(vec![[-1e4, 0.0], [-9e3, 0.0], [-9e3, 9.0]]), None);
        let within = vec![[1.0, 1.0], [5.0, 1.0], [5.0, 5.0]];
        assert!((area(&cut(within.clone()).unwrap()) - area(&within)).abs() < 1e-9);
    }

    #[test]
    fn names_of_data_stay_text_and_nothing_gives_no_map() {
        let shown = Shown { dots: vec![dot([-1.4, 17.0])], label: "\"><script>".into(), ..Shown::default() };
        let drawn = draw(&shown, Lang::En).unwrap().into_string();
        assert!(drawn.contains("&lt;b&gt;") && !drawn.contains("<script>"), "{drawn}");
        assert!(
            drawn.contains("k-attack") && drawn.contains("class=\"niger\"") || drawn.contains("river niger")
        );
        assert!(draw(&Shown::default(), Lang::En).is_none());
    }
}
