//! The little of Protocol Buffers that a tile of points is written with.
//!
//! In: numbers and bytes. Out: the same on the wire. It must not know tiles.

/// Head of a field that is a number.
pub(super) const fn number_field(field: u32) -> u64 {
    (field << 3) as u64
}

/// Head of a field of eight bytes.
pub(super) const fn fixed64_field(field: u32) -> u64 {
    (field << 3 | 1) as u64
}

/// Head of a field that has a length.
pub(super) const fn bytes_field(field: u32) -> u64 {
    (field << 3 | 2) as u64
}

/// Writes a number, seven bits to a byte.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// How many bytes [`put_number`] writes.
pub(super) const fn length_of(number: u64) -> usize {
    // Zero takes a byte as one does.
    (70 - (number | 1).leading_zeros() as usize) / 7
}

/// Writes a field of bytes.
pub(super) fn put_bytes(out: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    put_number(out, bytes_field(field));
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A signed number as an unsigned one, small if it is near zero.
pub(super) const fn zigzag(number: i32) -> u64 {
    ((number << 1) ^ (number >> 31)) as u32 as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_long_as_told() {
        for shift in 0..64 {
            for number in [(1_u64 << shift) - 1, 1 << shift, (1 << shift) + 1, u64::MAX >> shift] {
                let mut out = Vec::new();
                put_number(&mut out, number);
                assert_eq!(out.len(), length_of(number), "{number}");
            }
        }
    }

    #[test]
    fn the_examples_of_the_specifications_come_out() {
        // Protocol Buffers, "Base 128 Varints" and "Signed Integers".
        let mut out = Vec::new();
        put_number(&mut out, 150);
        assert_eq!(out, [0x96, 0x01]);
        for (number, expected) in
            [(0, 0), (-1, 1), (1, 2), (-2, 3), (i32::MAX, 0xffff_fffe), (i32::MIN, 0xffff_ffff)]
        {
            assert_eq!(zigzag(number), expected, "{number}");
        }
        // Vector tiles, 4.3.5.1: a point at (25, 17) is 9 50 34.
        assert_eq!((super::super::MOVE_TO_ONCE, zigzag(25), zigzag(17)), (9, 50, 34));
    }
}
