//! Boxes of much of a collection, whose pages are filled along the order, against the scan.

use super::*;

/// Where features come mixed, or region after region as in a list that is sorted by it.
fn spread(number: u64, by_region: bool) -> Plain {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    let column = if by_region { number / 400 } else { mixed } % 25;
    let start = if by_region { number / 300 } else { mixed / 7 }.cast_signed() % 20 - 10;
    Plain {
        order: 3 * number + 1,
        place: PlainPlace::Point(column as f64 - 12.0, (mixed / 25 % 13) as f64 - 6.0),
        span: (!mixed.is_multiple_of(9)).then_some((start, start + 2)),
    }
}

fn page_of_many() -> impl Strategy<Value = Query> {
    let after = option::weighted(0.4, 0..20_000_u64);
    let offset = prop_oneof![2 => Just(0), 1 => 0..3_000_usize];
    let limit = prop_oneof![1 => Just(0), 4 => 1..1_500_usize, 1 => Just(usize::MAX)];
    let narrowed = (bbox(), option::weighted(0.3, interval()));
    (narrowed, after, offset, limit).prop_map(|((bbox, time), after, offset, limit)| Query {
        bbox: Some(bbox),
        time,
        after: after.map(Cursor::unsorted),
        offset,
        limit,
        ..Query::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_page_along_the_order_equals_a_scan(
        count in 1..6_000_u64,
        by_region in any::<bool>(),
        gone in vec(0..6_000_u64, 0..200),
        moved in vec((0..6_000_u64, 0..6_000_u64), 0..100),
        queries in vec(page_of_many(), 1..8),
    ) {
        let features: Vec<Plain> = (0..count).map(|number| spread(number, by_region)).collect();
        let mut collection = loaded(&features);
        let mut expected = by_order(&features);
        for number in gone {
            let order = spread(number, by_region).order;
            prop_assert_eq!(collection.remove(order), expected.remove(&order).is_some());
        }
        for (number, other) in moved {
            let plain = Plain { order: spread(number, by_region).order, ..spread(other, by_region) };
            collection.insert(plain.feature());
            expected.insert(plain.order, plain);
        }
        for query in queries {
            let page = scan(&expected, &query);
            prop_assert_eq!(&collection.search(&query), &page, "{:?}", query);
            for most in [0, page.matched.saturating_sub(1), usize::MAX] {
                prop_assert_eq!(&collection.search_looking_at(&query, most), &page, "{}: {:?}", most, query);
            }
        }
    }
}
