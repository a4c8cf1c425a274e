//! Tables in the terminal.

use std::io::{IsTerminal as _, stdout};
use unicode_normalization::char::is_combining_mark;

/// How wide a table may be: what a terminal shows well, and all there is where the text goes to a file or a program.
pub(super) fn width(in_terminal: usize) -> usize {
    if stdout().is_terminal() { in_terminal } else { usize::MAX }
}

/// Lays rows out in columns; the last column is cut to what fits into `width` characters in all.
pub(super) fn render(header: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let cells = |row: &[String]| row.iter().map(|cell| harmless(cell)).collect::<Vec<_>>();
    let header: Vec<String> = header.iter().map(|&title| title.to_owned()).collect();
    let rows: Vec<Vec<String>> =
        std::iter::once(cells(&header)).chain(rows.iter().map(|r| cells(r))).collect();
    let columns = header.len();
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| length(&row[column])).max().unwrap_or_default())
        .collect();
    let before: usize = widths[..columns - 1].iter().map(|w| w + 2).sum();
    let last = width.saturating_sub(before).max(20);
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            if column + 1 == columns {
                line.push_str(&cut(cell, last));
            } else {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', widths[column] - length(cell) + 2));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Text from a list, fit for a terminal: control characters could move the cursor or turn the direction.
pub(super) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| {
            let turns =
                matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if c.is_control() || turns { ' ' } else { c }
        })
        .collect()
}

fn length(text: &str) -> usize {
    text.chars().filter(|c| !is_combining_mark(*c)).count()
}

fn cut(text: &str, width: usize) -> String {
    if length(text) <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_the_last_is_cut() {
        let rows = [vec!["Ménaka".into(), "a long reason that does not fit in here".into()]];
        insta::assert_snapshot!(render(&["place", "why"], &rows, 32), @r"
        place   why
        Ménaka  a long reason that does…
        ");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\u{202e}c\n"), "a [2Jb c ");
    }
}
