//! Numbers of sheets and tables as texts.

/// As Excel shows it: fifteen digits, so that 16.270000000000003 is 16.27, and no exponent, so that an id of twelve
/// digits is one.
pub(super) fn text(number: f64) -> String {
    let shown = format!("{number:.14e}").parse().unwrap_or(number);
    // Minus zero is zero.
    format!("{}", shown + 0.0)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_number_is_written_as_excel_shows_it() {
        for (number, shown) in [
            (12.0, "12"),
            (-0.0, "0"),
            (17.03, "17.03"),
            (16.270_000_000_000_003, "16.27"),
            (223_000_123_456.0, "223000123456"),
            (1e15, "1000000000000000"),
            (0.000_001, "0.000001"),
        ] {
            assert_eq!(text(number), shown);
        }
    }
}
