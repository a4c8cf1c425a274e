//! What is unpacked is what was packed.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// Features that have much in common, and some that have nothing.
fn features() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let value = prop_oneof![
        4 => prop::sample::select(vec!["\"Gao\"", "\"Ségou\"", "null", "[]", "\"a, b; c\"", "\"x\\\":y\""])
            .prop_map(str::to_owned),
        1 => any::<u32>().prop_map(|number| number.to_string()),
    ];
    let feature = vec(value, 6).prop_map(|values| {
        let names = ["title", "kind", "region", "cercle", "why", "line"];
        let pairs = names.iter().zip(values).map(|(name, value)| format!("\"{name}\":{value}"));
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(",")).into_bytes()
    });
    vec(prop_oneof![6 => feature, 1 => vec(any::<u8>(), 0..600)], 0..40)
}

fn learned(features: &[Vec<u8>]) -> Book {
    let mut book = Book::default();
    let mut learner = Learner::new(&mut book);
    // Several times, so that pairs of pairs come about.
    for feature in features.iter().cycle().take(features.len() * 60) {
        learner.read(feature);
    }
    book
}

fn unpacked(book: &Book, packed: &[u8]) -> Vec<u8> {
    let mut bytes = b"before".to_vec();
    book.unpack(packed, &mut bytes);
    bytes.split_off(6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_unpacked_is_what_was_packed(known in features(), others in features()) {
        let book = learned(&known);
        for feature in known.iter().chain(&others) {
            let packed = book.pack(feature);
            prop_assert_eq!(Book::size(&packed), feature.len());
            prop_assert_eq!(&unpacked(&book, &packed), feature);
            prop_assert_eq!(&unpacked(&Book::default(), &Book::default().pack(feature)), feature);
        }
    }

    #[test]
    fn it_makes_no_difference_what_was_packed_before(known in features(), others in features()) {
        let book = learned(&known);
        let mut packer = Packer::new(&book);
        // Twice, so that much is remembered.
        for feature in known.iter().chain(&others).chain(&known).chain(&others) {
            prop_assert_eq!(packer.pack(feature), book.pack(feature), "{}", String::from_utf8_lossy(feature));
        }
    }

    #[test]
    fn a_book_of_what_is_used_says_the_same(known in features(), others in features()) {
        let book = learned(&known);
        let packed: Vec<Vec<u8>> = others.iter().map(|feature| book.pack(feature)).collect();
        let (form, codes) = book.of_used(packed.iter().map(Vec::as_slice));
        let text: Vec<u8> = others.concat();
        for phrase in form.phrases.iter() {
            prop_assert!(memchr::memmem::find(&text, phrase).is_some(), "a phrase that nobody uses");
        }
        let smaller = Book::of(form).unwrap();
        for (feature, packed) in others.iter().zip(&packed) {
            prop_assert_eq!(&unpacked(&smaller, &Book::recoded(packed, &codes)), feature);
            prop_assert_eq!(&unpacked(&smaller, &smaller.pack(feature)), feature);
        }
    }

    #[test]
    fn any_bytes_unpack_to_something(known in features(), bytes in vec(any::<u8>(), 0..300)) {
        let book = learned(&known);
        unpacked(&book, &bytes);
        Book::size(&bytes);
        Book::recoded(&bytes, &[]);
    }
}

#[test]
fn codes_of_every_length_come_back() {
    for code in [0, 191, 192, 193, 8_383, 8_384, 8_385, 100_000, code::CODES - 1] {
        let mut bytes = Vec::new();
        put_code(&mut bytes, code);
        let mut rest = bytes.as_slice();
        assert!(matches!(next(&mut rest, false), Some(Token::Phrase(read)) if read == code), "{code}");
        assert!(rest.is_empty());
    }
}

#[test]
fn features_that_are_alike_become_small() {
    let feature = |number: u32| {
        let place = ["Gao", "Mopti", "Bamba"][number as usize % 3];
        let why = format!("coordinates as the list gives them; {number} m from {place}, the place named");
        format!(
            "{{\"type\":\"Feature\",\"id\":\"{number:013}\",\"properties\":{{\"kind\":\"attack\",\"place\":\"{place}\",\"why\":\"{why}\",\"flags\":[],\"rivals\":[],\"line\":{number}}}}}"
        )
    };
    let known: Vec<Vec<u8>> = (0..300).map(|number| feature(number).into_bytes()).collect();
    let book = learned(&known);
    let other = feature(12_345);
    let packed = book.pack(other.as_bytes());
    assert!(packed.len() * 3 < other.len(), "{} of {}", packed.len(), other.len());
    assert_eq!(unpacked(&book, &packed), other.as_bytes());
}
