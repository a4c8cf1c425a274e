//! Words around numbers of people, and words that are numbers; folded, in English and French.

/// Words before a number that make it a bound or a guess.
pub(super) const AT_LEAST: &[&str] =
    &["at least", "au moins", "minimum", "min", "not less than", "pas moins de", "au minimum"];
pub(super) const MORE_THAN: &[&str] =
    &["more than", "plus de", "over", "above", "greater than", "plus que", "upwards of"];
pub(super) const AT_MOST: &[&str] =
    &["at most", "up to", "au plus", "jusqu a", "maximum", "max", "au maximum", "no more than"];
pub(super) const LESS_THAN: &[&str] = &["less than", "moins de", "fewer than", "under", "below"];
pub(super) const ABOUT: &[&str] = &[
    "about",
    "around",
    "approximately",
    "approx",
    "environ",
    "env",
    "some",
    "quelque",
    "pres de",
    "nearly",
    "circa",
    "ca",
    "vers",
];
pub(super) const BETWEEN: &[&str] = &["between", "entre", "from", "de"];
/// Words between two numbers that make them a range.
pub(super) const TO: &[&str] = &["a", "to", "ou", "or"];
/// Those that do so only where "between" stands before the first.
pub(super) const AND: &[&str] = &["et", "and"];

/// Words behind a number that say that it counts the dead.
pub(super) const DEAD: &[&str] = &[
    "mort",
    "morts",
    "morte",
    "mortes",
    "tue",
    "tues",
    "tuee",
    "tuees",
    "deces",
    "decedes",
    "killed",
    "dead",
    "deaths",
    "death",
    "fatalities",
];

/// Words behind a number that say that it counts the injured.
pub(super) const INJURED: &[&str] =
    &["blesse", "blesses", "blessee", "blessees", "injured", "wounded", "hurt", "injuries"];

/// Words behind a number that say whom it counts, dead or injured.
pub(super) const PEOPLE: &[&str] = &[
    "personnes",
    "personne",
    "people",
    "persons",
    "civils",
    "civilians",
    "soldats",
    "soldiers",
    "militaires",
    "combattants",
    "fighters",
    "victimes",
    "victims",
    "hommes",
    "men",
];

/// Words that are numbers, and what they count at least or about.
pub(super) const COLLECTIVES: &[(&str, u32)] = &[
    ("dizaine", 10),
    ("douzaine", 12),
    ("dozen", 12),
    ("quinzaine", 15),
    ("vingtaine", 20),
    ("trentaine", 30),
    ("quarantaine", 40),
    ("cinquantaine", 50),
    ("soixantaine", 60),
    ("centaine", 100),
];
pub(super) const NUMERALS: &[(&str, u32)] = &[
    ("aucun", 0),
    ("aucune", 0),
    ("zero", 0),
    ("neant", 0),
    ("un", 1),
    ("une", 1),
    ("one", 1),
    ("deux", 2),
    ("two", 2),
    ("trois", 3),
    ("three", 3),
    ("quatre", 4),
    ("four", 4),
    ("cinq", 5),
    ("five", 5),
    ("six", 6),
    ("sept", 7),
    ("seven", 7),
    ("huit", 8),
    ("eight", 8),
    ("neuf", 9),
    ("nine", 9),
    ("dix", 10),
    ("ten", 10),
    ("onze", 11),
    ("eleven", 11),
    ("douze", 12),
    ("twelve", 12),
    ("vingt", 20),
    ("twenty", 20),
];

/// Words that begin what a number includes, in small letters.
const INCLUDING: &[&str] =
    &["dont", "y compris", "parmi lesquels", "including", "incl.", "of whom", "of which", "among them"];

/// "5 morts (dont 2 civils)" as what is counted and the share of it that is told besides.
pub(super) fn without_share(text: &str) -> (&str, Option<&str>) {
    let small = text.to_lowercase();
    // A letter that changes its length when it is made small would move what stands behind it.
    let begins = |word: &&str| small.find(*word).filter(|_| small.len() == text.len());
    let ends_word = |at: usize, word: &str| small[at + word.len()..].starts_with([' ', ':', '\u{a0}']);
    let starts_word = |at: usize| small[..at].ends_with([' ', '(', ',', ';', '[', '\u{a0}']);
    let found = INCLUDING
        .iter()
        .filter_map(|word| begins(word).filter(|at| starts_word(*at) && ends_word(*at, word)));
    let Some((whole, share)) = found.min().and_then(|at| text.split_at_checked(at)) else {
        return (text, None);
    };
    let brackets = ['(', ')', '[', ']', ',', ';', ' ', '\u{a0}'];
    let whole = whole.trim_end_matches(brackets);
    if whole.is_empty() { (text, None) } else { (whole, Some(share.trim_matches(brackets))) }
}
