//! Headers of an unusual kind: tags without names, and columns whose name says little.

use super::*;

#[test]
fn tags_without_names_above_them_are_the_header() {
    let tags = "#date+occurred,#loc+name,#adm1+name,#event+type,#affected+killed\n";
    let loaded =
        load(format!("{tags}2023-01-01,Ansongo,Gao,Attack,2\n2023-13-01,Gao,Gao,Attack,3\n").as_bytes())
            .unwrap();
    assert_eq!(loaded.fields(), "date place region kind deaths");
    let event = loaded.events()[0];
    assert_eq!(event.when.as_ref().unwrap().first_day().to_string(), "2023-01-01");
    assert_eq!((event.place.name.as_str(), event.deaths.best), ("Ansongo", Some(2)));
    // What is rejected comes back under the same tags.
    let mut out = Vec::new();
    write_rejects(&mut out, &loaded.shape, &loaded.rows).unwrap();
    let mended = String::from_utf8(out).unwrap().replace("-13-", "-01-");
    let again = load(mended.as_bytes()).unwrap();
    assert!(again.fields().starts_with("date place region kind deaths"), "{mended} {}", again.fields());
    assert_eq!(again.events().len(), 1, "{mended}");
    // A title above them, and few of them.
    let titled = load(b"Incidents of the week\n#date,#loc\n2023-01-01,Gao\n").unwrap();
    assert_eq!((titled.fields().as_str(), titled.events().len()), ("date place", 1));
    // Names below them are the names all the same.
    let below = load(b"#date,#loc\ndate,place\n2023-01-01,Gao\n").unwrap();
    assert_eq!(below.events().len(), 1);
}

#[test]
fn a_column_called_name_is_the_place_of_points_that_nothing_else_names() {
    let fields = |head: &str, row: &str| load(format!("{head}\n{row}\n").as_bytes()).unwrap().fields();
    assert_eq!(
        fields("name,date,type,lon,lat", "Gao,2023-01-01,Attack,-0.04,16.27"),
        "place date kind longitude latitude"
    );
    assert_eq!(
        fields("name,lieu,date,lon,lat", "Moussa,Gao,2023-01-01,-0.04,16.27"),
        "- place date longitude latitude"
    );
    assert_eq!(fields("name,date,region", "Moussa,2023-01-01,Gao"), "- date region");
}
