//! Patterns of `LIKE`, as CQL2 has them (OGC 21-065r2, 7.2).

/// A pattern, ready to be matched.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// Any letters, also none: `%`.
    Any,
    /// One letter, whichever: `_`.
    One,
    /// This letter.
    Letter(char),
}

impl Pattern {
    /// A `\` makes the sign behind it stand for itself; one at the end stands for itself.
    pub(super) fn new(text: &str) -> Self {
        let mut pieces = Vec::with_capacity(text.len());
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match letter {
                // Two in a row mean no more than one, and would only be tried twice.
                '%' if pieces.last() == Some(&Piece::Any) => {}
                '%' => pieces.push(Piece::Any),
                '_' => pieces.push(Piece::One),
                '\\' => pieces.push(Piece::Letter(letters.next().unwrap_or('\\'))),
                letter => pieces.push(Piece::Letter(letter)),
            }
        }
        Self(pieces)
    }

    /// Whether the whole text is as the pattern says: O(letters x pieces) at worst.
    pub(super) fn matches(&self, text: &str) -> bool {
        let mut rest = text.chars();
        let mut piece = 0;
        // Where to go on from when letters do not fit: behind the last `%`, with one letter more left to it.
        let mut retry = None;
        loop {
            let before = rest.clone();
            match (self.0.get(piece), rest.next()) {
                (Some(Piece::Any), _) => {
                    piece += 1;
                    rest = before.clone();
                    retry = Some((piece, before));
                }
                (None, None) => return true,
                (Some(Piece::One), Some(_)) => piece += 1,
                (Some(Piece::Letter(wanted)), Some(letter)) if *wanted == letter => piece += 1,
                // At the end of the text no more letters help.
                (_, None) => return false,
                _ => {
                    let Some((behind, from)) = &mut retry else { return false };
                    from.next();
                    piece = *behind;
                    rest = from.clone();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, as one would define it.
    fn defined(pieces: &[Piece], text: &[char]) -> bool {
        match (pieces.first(), text.first()) {
            (None, first) => first.is_none(),
            (Some(Piece::Any), _) => (0..=text.len()).any(|taken| defined(&pieces[1..], &text[taken..])),
            (Some(_), None) => false,
            (Some(Piece::One), Some(_)) => defined(&pieces[1..], &text[1..]),
            (Some(Piece::Letter(wanted)), Some(letter)) => {
                wanted == letter && defined(&pieces[1..], &text[1..])
            }
        }
    }

    proptest! {
        #[test]
        fn patterns_match_as_they_are_defined(pattern in "[ab%_\\\\é]{0,8}", text in "[ab%é]{0,8}") {
            let compiled = Pattern::new(&pattern);
            let letters: Vec<char> = text.chars().collect();
            prop_assert_eq!(compiled.matches(&text), defined(&compiled.0, &letters));
        }
    }

    #[test]
    fn a_pattern_of_many_any_signs_is_no_trap() {
        let pattern = Pattern::new(&"%a".repeat(500));
        assert!(!pattern.matches(&"b".repeat(20_000)));
    }

    #[test]
    fn an_escaped_sign_stands_for_itself() {
        assert!(Pattern::new(r"100\%").matches("100%"));
        assert!(!Pattern::new(r"100\%").matches("1000"));
    }
}
