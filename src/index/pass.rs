//! One pass over the rows that match, on all cores.
//!
//! In: which rows match. Out: what a caller gathers from them. It must not know what that is.

use super::chunk::Chunk;
use super::mask::Mask;
use super::page::Selection;
use super::rows::Rows;
use rayon::prelude::*;

/// A pass over fewer chunks than this is done before another thread has woken.
const CHUNKS_A_THREAD: usize = 32;

/// Gathers from every chunk that has rows that match, ascending; every thread begins with a `new` one and looks at
/// chunks that follow each other. What the threads gathered is returned in the order of the chunks, never empty.
pub(super) fn pass<T: Send>(
    rows: &Rows,
    selection: &Selection,
    new: impl Fn() -> T + Sync,
    add: impl Fn(&mut T, (u32, &Chunk), &Mask) + Sync,
) -> Vec<T> {
    let run = |part: &[(usize, Mask)]| {
        let mut gathered = new();
        for (number, mask) in part {
            add(&mut gathered, (*number as u32, rows.chunk(*number)), mask);
        }
        gathered
    };
    let chunks = selection.0.as_slice();
    let each = chunks.len().div_ceil(rayon::current_num_threads().max(1)).max(CHUNKS_A_THREAD);
    if chunks.len() <= each { vec![run(chunks)] } else { chunks.par_chunks(each).map(run).collect() }
}
