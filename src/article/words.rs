//! A text as words with their positions.
//!
//! In: a text. Out: its words, folded, and where sentences begin. It must not know what words mean.

use crate::event::fold;

/// What goes on for longer is no sentence; so that no text costs more than its length, it is cut there.
const MAX_SENTENCE_WORDS: usize = 300;

/// A word of a text.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what a word looks like, each asked by itself")]
pub(super) struct Word<'t> {
    /// As written.
    pub(super) text: &'t str,
    /// Folded.
    pub(super) folded: String,
    /// What stands between the word before and this one.
    pub(super) gap: &'t str,
    /// Bytes from the start of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Begins with a capital letter.
    pub(super) is_capital: bool,
    /// Is a number in digits.
    pub(super) is_digits: bool,
    /// Begins a sentence.
    pub(super) opens: bool,
    /// Begins a paragraph or an item of a list.
    pub(super) begins: bool,
    /// Number of its sentence.
    pub(super) sentence: usize,
}

/// Folds one word; spaces that folding makes inside of it are taken out.
pub(super) fn fold_word(word: &str) -> String {
    let mut folded = fold(word);
    folded.retain(|letter| letter != ' ');
    folded
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::with_capacity(text.len() / 6);
    let mut from = 0;
    let (mut sentence, mut opened) = (0, 0);
    let mut rest = text.char_indices().peekable();
    while let Some((start, letter)) = rest.next() {
        if !letter.is_alphanumeric() {
            continue;
        }
        let mut end = start + letter.len_utf8();
        while let Some((at, next)) = rest.peek().copied() {
            // A combining mark belongs to the letter before it.
            if !next.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(next) {
                break;
            }
            end = at + next.len_utf8();
            rest.next();
        }
        let (Some(written), Some(gap)) = (text.get(start..end), text.get(from..start)) else { continue };
        let folded = fold_word(written);
        if folded.is_empty() {
            continue;
        }
        let begins = words.is_empty() || begins_item(gap);
        let is_long = words.len() - opened >= MAX_SENTENCE_WORDS;
        let opens = begins || is_long || words.last().is_some_and(|last| ends_sentence(last, gap, letter));
        if opens && !words.is_empty() {
            sentence += 1;
            opened = words.len();
        }
        words.push(Word {
            text: written,
            folded,
            gap,
            start,
            end,
            is_capital: letter.is_uppercase(),
            is_digits: written.bytes().all(|byte| byte.is_ascii_digit()),
            opens,
            begins,
            sentence,
        });
        from = end;
    }
    words
}

/// A blank line, or a new line with the mark of a list.
fn begins_item(gap: &str) -> bool {
    let mut lines = gap.split('\n').skip(1).map(str::trim).peekable();
    while let Some(line) = lines.next() {
        if lines.peek().is_some() && line.is_empty() {
            return true;
        }
        if line.starts_with(['-', '*', '•', '–', '—', '·', '▪', '►', '●', '#']) {
            return true;
        }
    }
    false
}

/// Words with a point that ends no sentence.
const ABBREVIATED: [&str; 27] = [
    "m", "mm", "mr", "mrs", "ms", "dr", "st", "ste", "gen", "col", "lt", "cdt", "cne", "sgt", "capt", "no",
    "oct", "sept", "nov", "dec", "jan", "feb", "aug", "janv", "juil", "av", "env",
];

fn ends_sentence(last: &Word<'_>, gap: &str, next: char) -> bool {
    if gap.contains(['!', '?', '…']) && gap.contains(char::is_whitespace) {
        return true;
    }
    let Some(at) = gap.find('.') else { return false };
    let spaced = gap.get(at..).is_some_and(|behind| behind.contains(char::is_whitespace));
    let short = last.folded.chars().count() == 1 && last.is_capital
        || (ABBREVIATED.contains(&last.folded.as_str()) && gap.starts_with('.') && !gap.contains('\n'));
    let quoted = gap.contains(['"', '“', '«', '(', '”', '»']);
    spaced && !short && (next.is_uppercase() || next.is_ascii_digit() || quoted)
}

impl Word<'_> {
    /// Whether it stands beside the word before with nothing but spaces, a hyphen or an apostrophe between.
    pub(super) fn is_joined(&self) -> bool {
        self.gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\'' | '’' | 'ʼ' | '‐' | '‑'))
    }

    /// Whether a sign that parts clauses stands before it.
    pub(super) fn is_apart(&self) -> bool {
        self.gap.contains([',', ';', ':', '(', ')', '—', '–', '.', '«', '»', '"', '“', '”'])
    }
}
