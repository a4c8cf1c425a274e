//! The words of a filter in text.
//!
//! In: a text. Out: words, numbers and signs, each with its place for messages. It must not know what may follow what.

use super::FilterError;

/// A word, number, text or sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword.
    Word(String),
    /// A name between quotation marks, never a keyword.
    Name(String),
    /// A text between apostrophes.
    Text(String),
    Number(f64),
    Sign(&'static str),
    End,
}

/// Signs, longer ones before those that they begin with.
const SIGNS: [&str; 15] = ["<>", "<=", ">=", "<", ">", "=", "(", ")", ",", "+", "-", "*", "/", "%", "^"];

/// Reads all of a text; each token comes with the character it begins at, the first being 1.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, FilterError> {
    let mut lexer = Lexer { rest: text, at: 1 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip(char::is_whitespace);
        let at = lexer.at;
        let token = lexer.next()?;
        let ended = token == Token::End;
        tokens.push((token, at));
        if ended {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Result<Token, FilterError> {
        let Some(first) = self.rest.chars().next() else { return Ok(Token::End) };
        if first == '\'' {
            return self.quoted('\'', "a text").map(Token::Text);
        }
        if first == '"' {
            return self.quoted('"', "a name").map(Token::Name);
        }
        if is_start(first) {
            return Ok(Token::Word(self.skip(is_part).to_owned()));
        }
        let after = self.rest.chars().nth(1);
        if first.is_ascii_digit() || (first == '.' && after.is_some_and(|c| c.is_ascii_digit())) {
            return self.number();
        }
        let sign = SIGNS.into_iter().find(|sign| self.rest.starts_with(sign)).ok_or_else(|| {
            FilterError::Syntax {
                at: self.at,
                found: format!("'{first}'"),
                expected: "a word, a value or a sign",
            }
        })?;
        self.take(sign.len());
        Ok(Token::Sign(sign))
    }

    /// Takes so many bytes.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.at += taken.chars().count();
        self.rest = rest;
        taken
    }

    /// Takes letters as long as they are of a kind.
    fn skip(&mut self, is: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !is(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    /// A mark within is doubled; an apostrophe may also have a backslash before it.
    fn quoted(&mut self, mark: char, what: &'static str) -> Result<String, FilterError> {
        let mut text = String::new();
        let mut letters = self.rest.char_indices().skip(1).peekable();
        while let Some((place, letter)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            if (letter == mark || (letter == '\\' && mark == '\'')) && next == Some(mark) {
                text.push(mark);
                letters.next();
            } else if letter == mark {
                self.take(place + mark.len_utf8());
                return Ok(text);
            } else {
                text.push(letter);
            }
        }
        Err(FilterError::Unclosed { at: self.at, what })
    }

    fn number(&mut self) -> Result<Token, FilterError> {
        let at = self.at;
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let mut end = digits(self.rest);
        if self.rest[end..].starts_with('.') {
            end += 1 + digits(&self.rest[end + 1..]);
        }
        if let Some(exponent) = self.rest[end..].strip_prefix(['e', 'E']) {
            let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            // Without digits it is no exponent, and what follows is told as what it is.
            if digits(unsigned) > 0 {
                end += 1 + (exponent.len() - unsigned.len()) + digits(unsigned);
            }
        }
        let text = self.take(end);
        text.parse().ok().filter(|number: &f64| number.is_finite()).map(Token::Number).ok_or_else(|| {
            FilterError::Syntax { at, found: format!("'{text}'"), expected: "a finite number" }
        })
    }
}

fn is_start(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '_' | ':')
}

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric()
        || matches!(letter, '_' | ':' | '.' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

impl Token {
    /// What it is, for messages.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Word(word) => format!("'{word}'"),
            Self::Name(name) => format!("'\"{name}\"'"),
            Self::Text(text) => format!("the text '{text}'"),
            Self::Number(number) => format!("the number {number}"),
            Self::Sign(sign) => format!("'{sign}'"),
            Self::End => "the end".to_owned(),
        }
    }

    /// Whether it is this keyword; keywords have no case.
    pub(super) fn is_keyword(&self, keyword: &str) -> bool {
        matches!(self, Self::Word(word) if word.eq_ignore_ascii_case(keyword))
    }
}
