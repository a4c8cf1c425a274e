//! Which cells become one cluster.
//!
//! In: sums by cell. Out: groups of them, every cell in one. It must not know what is summed.

use super::gather::Gathered;

/// How near the points of a cell must be to those of the fullest around, in cells: 60 pixels.
const RADIUS: f64 = 3.75;
/// Cells whose points may be so near.
const REACH: usize = 4;

/// The fullest cell takes in those around it, then the fullest of the others, and so on.
pub(super) fn groups(gathered: &Gathered<'_>) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..gathered.len()).collect();
    // Of cells with as much the northern and western one first: the same answer whatever order rows came in.
    order.sort_unstable_by_key(|place| {
        let [column, row] = gathered.cell(*place);
        (std::cmp::Reverse(gathered.count(*place)), row, column)
    });
    let middles: Vec<[f64; 2]> = (0..gathered.len()).map(|place| gathered.middle(place)).collect();
    let mut taken = vec![false; gathered.len()];
    let mut groups = Vec::new();
    for seed in order {
        if taken[seed] {
            continue;
        }
        taken[seed] = true;
        let mut group = vec![seed];
        let [column, row] = gathered.cell(seed);
        let [columns, rows] = gathered.frame.size;
        for row in row.saturating_sub(REACH)..=(row + REACH).min(rows - 1) {
            for column in column.saturating_sub(REACH)..=(column + REACH).min(columns - 1) {
                let Some(place) = gathered.at(column, row).filter(|place| !taken[*place]) else { continue };
                let [x, y] = [0, 1].map(|axis| middles[place][axis] - middles[seed][axis]);
                if x.hypot(y) <= RADIUS {
                    taken[place] = true;
                    group.push(place);
                }
            }
        }
        groups.push(group);
    }
    groups
}
