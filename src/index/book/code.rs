//! How codes and bytes follow each other in a packed feature.
//!
//! In: codes, sizes and bytes. Out: bytes, and tokens again. It must not know what the codes mean.
//!
//! | first byte | what follows |
//! |---|---|
//! | 0 to 191 | nothing: the code is the byte |
//! | 192 to 223 | a byte: codes from 192 on |
//! | 224 to 247 | two bytes: codes from 8,384 on |
//! | 248 | a length less one in a byte, and so many bytes as they are |
//! | 249 | a length in four bytes, and so many bytes as they are |

const TWO: u32 = 192;
const THREE: u32 = 224;
const LITERAL: u8 = 248;
const LONG_LITERAL: u8 = 249;
/// The first code in two bytes, and the first in three.
const FIRST_OF_TWO: u32 = TWO;
const FIRST_OF_THREE: u32 = FIRST_OF_TWO + (THREE - TWO) * 256;
/// Codes below this can be written.
pub(super) const CODES: u32 = FIRST_OF_THREE + (LITERAL as u32 - THREE) * 65_536;

/// What stands in a packed feature.
pub(super) enum Token<'a> {
    /// Only in front: how large the feature is, or as large as can be written.
    Size(usize),
    Phrase(u32),
    /// So many bytes; what comes behind them is there to be read with them.
    Literal(&'a [u8], usize),
}

pub(super) fn put_code(out: &mut Vec<u8>, code: u32) {
    if code < FIRST_OF_TWO {
        out.push(code as u8);
    } else if code < FIRST_OF_THREE {
        let code = code - FIRST_OF_TWO;
        out.extend_from_slice(&[(TWO + code / 256) as u8, code as u8]);
    } else {
        let code = code - FIRST_OF_THREE;
        out.extend_from_slice(&[(THREE + code / 65_536) as u8, (code / 256) as u8, code as u8]);
    }
}

/// Only tells how much memory to ask for, so that one that is too large may be written smaller.
pub(super) fn put_size(out: &mut Vec<u8>, size: usize) {
    put_code(out, size.min(CODES as usize - 1) as u32);
}

pub(super) fn put_literal(out: &mut Vec<u8>, bytes: &[u8]) {
    if let Ok(less_one) = u8::try_from(bytes.len().wrapping_sub(1)) {
        out.extend_from_slice(&[LITERAL, less_one]);
    } else {
        out.push(LONG_LITERAL);
        out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    }
    out.extend_from_slice(bytes);
}

/// The next token; `None` at the end, and where there is none.
#[inline]
pub(super) fn next<'a>(rest: &mut &'a [u8], is_size: bool) -> Option<Token<'a>> {
    let (&first, behind) = rest.split_first()?;
    let number = u32::from(first);
    let (code, behind) = match first {
        0..=191 => (number, behind),
        192..=223 => {
            let (&low, behind) = behind.split_first()?;
            (FIRST_OF_TWO + (number - TWO) * 256 + u32::from(low), behind)
        }
        224..=247 => {
            let (&[middle, low], behind) = behind.split_first_chunk()?;
            (FIRST_OF_THREE + (number - THREE) * 65_536 + u32::from(middle) * 256 + u32::from(low), behind)
        }
        LITERAL => {
            let (&less_one, behind) = behind.split_first()?;
            return literal(rest, behind, usize::from(less_one) + 1);
        }
        LONG_LITERAL => {
            let (&length, behind) = behind.split_first_chunk()?;
            return literal(rest, behind, u32::from_le_bytes(length) as usize);
        }
        _ => return None,
    };
    *rest = behind;
    Some(if is_size { Token::Size(code as usize) } else { Token::Phrase(code) })
}

#[inline]
fn literal<'a>(rest: &mut &'a [u8], bytes: &'a [u8], length: usize) -> Option<Token<'a>> {
    *rest = bytes.get(length..)?;
    Some(Token::Literal(bytes, length))
}
