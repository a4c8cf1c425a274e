//! The sentences of a text that tell a draft.
//!
//! In: a text and what it was read as. Out: a quotation. It must not change a word.

use crate::article::{Article, Draft, TakenFor};
use std::collections::BTreeSet;

/// Characters of a quotation at most: the text itself is kept too.
const MAX_CHARS: usize = 2_000;

/// The sentences with the words that say what happened, where and when, in the order of the text.
pub(super) fn quoted(text: &str, article: &Article, number: usize, draft: &Draft) -> String {
    let letters: Vec<char> = text.chars().collect();
    let own = article.mentions.iter().filter(|mention| {
        mention.draft == Some(number)
            && matches!(mention.taken_for, TakenFor::Place | TakenFor::Date | TakenFor::Kind)
    });
    let words = own.map(|mention| (mention.start, mention.end)).chain([(draft.start, draft.end)]);
    let sentences: BTreeSet<(usize, usize)> = words.map(|words| sentence(&letters, words)).collect();
    let mut quoted = String::new();
    let mut end = None;
    for (from, to) in sentences {
        let said: String = letters.get(from..to).unwrap_or_default().iter().collect();
        if !quoted.is_empty() {
            // What stands between two sentences is left out.
            let is_next =
                end.is_some_and(|end| end >= from || is_blank(letters.get(end..from).unwrap_or_default()));
            quoted.push_str(if is_next { " " } else { " […] " });
        }
        quoted.push_str(&said.split_whitespace().collect::<Vec<_>>().join(" "));
        end = Some(to);
    }
    if quoted.chars().nth(MAX_CHARS).is_none() {
        return quoted;
    }
    quoted.chars().take(MAX_CHARS).chain(['…']).collect()
}

fn is_blank(letters: &[char]) -> bool {
    letters.iter().all(|letter| letter.is_whitespace())
}

/// The sentence that some words begin in.
fn sentence(letters: &[char], (start, end): (usize, usize)) -> (usize, usize) {
    let at = |place: usize| letters.get(place).copied().unwrap_or('\n');
    let is_blank = |place: usize| at(place).is_whitespace();
    // Behind its sign, or before an empty line.
    let ends = |place: usize| {
        (matches!(at(place), '.' | '!' | '?') && is_blank(place + 1))
            || (at(place) == '\n' && at(place + 1) == '\n')
    };
    let first = start.min(letters.len());
    let from = (0..first).rev().find(|place| ends(*place)).map_or(0, |place| place + 1);
    let from = (from..first).find(|place| !is_blank(*place)).unwrap_or(first);
    let last = end.saturating_sub(1).max(first);
    let to = (last..letters.len()).find(|place| ends(*place)).map_or(letters.len(), |place| place + 1);
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sentence_ends_at_its_sign_or_its_paragraph() {
        let text: Vec<char> = "A title\n\nOne is 3.5 km away. Two! Three".chars().collect();
        let said = |from: usize, to: usize| -> String {
            let (from, to) = sentence(&text, (from, to));
            text[from..to].iter().collect::<String>().trim().to_owned()
        };
        assert_eq!(said(2, 4), "A title");
        assert_eq!(said(16, 18), "One is 3.5 km away.");
        assert_eq!(said(30, 31), "Two!");
        assert_eq!(said(36, 38), "Three");
    }

    proptest! {
        #[test]
        fn any_words_of_any_text_lie_in_a_sentence(text in "[a-z.!? \n]{0,60}", from in 0..70_usize, length in 0..9_usize) {
            let letters: Vec<char> = text.chars().collect();
            let (start, end) = sentence(&letters, (from, from + length));
            prop_assert!(start <= end && end <= letters.len(), "{start} {end}");
        }
    }
}
