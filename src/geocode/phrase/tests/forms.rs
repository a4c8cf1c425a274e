//! The forms in which real lists write places, and what each says.

use super::short;

fn all(expected: &[(&str, &str)]) {
    let wrong: Vec<String> = expected
        .iter()
        .filter(|(text, expected)| short(text) != *expected)
        .map(|(text, expected)| format!("{text}: {}\n    not {expected}", short(text)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn distances_and_directions() {
    all(&[
        ("12 km north of Bourem", "12±0.5 km north of Bourem"),
        ("à 15 km au sud d'Hombori", "15±0.5 km south of Hombori"),
        ("À 15 km au nord-est de la ville de Gao", "15±0.5 km north-east of Gao"),
        ("Gao 50km W", "50±0.5 km west of Gao"),
        ("Gao (50 km W)", "50±0.5 km west of Gao"),
        ("Gao (50 km à l'ouest)", "50±0.5 km west of Gao"),
        ("Bourem (12 km N)", "12±0.5 km north of Bourem"),
        ("30 Km NE Gao", "30±0.5 km north-east of Gao"),
        ("5 km N'Tillit", "5±0.5 km ? of N'Tillit"),
        ("~30km de Gao", "30±0.5 km ? of Gao"),
        ("environ 120 km à l'ouest de Kidal", "120±5 km west of Kidal"),
        ("12,5 km NNE of Ber", "12.5±0.05 km north-north-east of Ber"),
        ("500 m south of Bamba", "0.5±0.005 km south of Bamba"),
        ("1 200 m de Bamba", "1.2±0.05 km ? of Bamba"),
        ("10 km from Ménaka", "10±0.5 km ? of Ménaka"),
        ("Tabankort, 12 km north of Bourem", "12±0.5 km north of Bourem named Tabankort"),
        ("Tabankort (12 km au nord de Bourem)", "12±0.5 km north of Bourem named Tabankort"),
        ("village situé à 7 km de Gossi", "7±0.5 km ? of Gossi"),
        ("15 km de Gao au nord", "15±0.5 km north of Gao"),
        ("15 km from Gao to the north", "15±0.5 km north of Gao"),
        ("à 15 km de Gao vers le nord", "15±0.5 km north of Gao"),
        ("au nord de Bamba, à 12 km", "12±0.5 km north of Bamba"),
        ("12 km north of Bourem, Gao region", "12±0.5 km north of Bourem + Gao region"),
        ("Tabankort, about 80 km (50 miles) from the town of Gao", "80±0.5 km ? of Gao named Tabankort"),
        ("5 km south-southwest of Gao", "5±0.5 km south-south-west of Gao"),
    ]);
}

#[test]
fn distances_in_words_and_ranges() {
    all(&[
        ("Dix kilomètres au nord de Bamba", "10±0.5 km north of Bamba"),
        ("à une dizaine de km de Gossi", "10±2.5 km ? of Gossi"),
        ("une vingtaine de kilomètres au sud de Gao", "20±5 km south of Gao"),
        ("half a kilometre north of Ber", "0.5±0.25 km north of Ber"),
        ("un demi-kilomètre au nord de Ber", "0.5±0.25 km north of Ber"),
        ("vingt-cinq kilomètres à l'est de Gao", "25±0.5 km east of Gao"),
        ("twenty-five km east of Gao", "25±0.5 km east of Gao"),
        ("cent vingt km au nord de Kidal", "120±5 km north of Kidal"),
        ("a dozen km from Ber", "12±3 km ? of Ber"),
        ("12-15 km north of Ber", "13.5±2 km north of Ber"),
        ("10 à 15 km de Gao", "12.5±3 km ? of Gao"),
        ("entre 10 et 15 km au nord de Gao", "12.5±3 km north of Gao"),
        ("10 km à 15 km de Gao", "12.5±3 km ? of Gao"),
        ("à moins de 5 km de Gao", "2.5±2.5 km ? of Gao"),
        ("within 5 km of Gao", "2.5±2.5 km ? of Gao"),
        ("à quelques kilomètres de Gao", "near Gao"),
        ("a few km north of Gao", "? north of Gao"),
        ("des dizaines de kilomètres au nord de Gao", "lacks Number named Gao"),
        ("dans un rayon de 10 km autour de Gao", "5±5 km ? of Gao"),
        ("12 km", "lacks Start"),
    ]);
}

#[test]
fn distances_along_a_road() {
    all(&[
        ("à 5km de Gossi sur la route de Hombori", "5±0.5 km from Gossi towards Hombori"),
        ("30 km from Gao on the Ansongo road", "30±0.5 km from Gao towards Ansongo"),
        ("15 km from Gao towards Bourem", "15±0.5 km from Gao towards Bourem"),
        ("à 30 km de Gao, axe Gao-Ansongo", "30±0.5 km from Gao towards Ansongo"),
        ("à 30 km de Gao (axe Ansongo-Gao)", "30±0.5 km from Gao towards Ansongo"),
        ("à 10 km de Gao en direction de Bourem", "10±0.5 km from Gao towards Bourem"),
        ("Aguelhok - Kidal road, 30 km from Kidal", "30±0.5 km from Kidal towards Aguelhok"),
        ("entre Gao et Bourem à 10 km de Gao", "10±0.5 km from Gao towards Bourem"),
        ("à 10 km de Gao entre Gao et Bourem", "10±0.5 km from Gao towards Bourem"),
        ("10 km from Gao, RN17", "10±0.5 km ? of Gao"),
        ("PK 30 route de Gao-Ansongo", "30±0.5 km from Gao towards Ansongo"),
        ("PK30 axe Gao-Ansongo", "30±0.5 km from Gao towards Ansongo"),
        ("PK 30 de Gao", "30±0.5 km ? of Gao"),
        ("au PK 30", "lacks Start"),
        ("PK 30 route de Gao", "lacks WhichEnd named Gao"),
        ("à la sortie de Gao vers Bourem", "? from Gao towards Bourem"),
        ("Douentza section of the Hombori - Douentza road", "first half Douentza and Hombori"),
        ("near Gao on the Bourem road", "? from Gao towards Bourem"),
    ]);
}

#[test]
fn roads_and_between() {
    all(&[
        ("between Gourma-Rharous and Bamba", "between Gourma-Rharous and Bamba"),
        ("entre Gao et Ansongo", "between Gao and Ansongo"),
        ("la route entre Gao et Ansongo", "between Gao and Ansongo"),
        ("Road between Menaka town and I-n-Déliman well", "between Menaka and I-n-Déliman"),
        ("route Ansongo-Ménaka", "between Ansongo and Ménaka"),
        ("Gao - Kidal axis", "between Gao and Kidal"),
        ("on the Gao-Bourem road", "between Gao and Bourem"),
        ("road from Gao to Bourem", "between Gao and Bourem"),
        ("de Gao à Bourem", "between Gao and Bourem"),
        ("from Gao to Bourem", "between Gao and Bourem"),
        ("axe Gao-Gourma-Rharous", "between Gao and Gourma-Rharous or Gao-Gourma and Rharous"),
        ("RN17 entre Gao et Labbezanga", "between Gao and Labbezanga"),
        ("sur la RN 16 entre Gossi et Hombori", "between Gossi and Hombori"),
        ("tronçon Gao-Bourem", "between Gao and Bourem"),
        ("axe Gao – Bourem", "between Gao and Bourem"),
        ("route Gao/Bourem", "between Gao and Bourem"),
        ("Gao–Bourem axis", "between Gao and Bourem"),
        ("trajet Gao Bourem", "between Gao and Bourem"),
        ("corridor Gao-Bourem", "between Gao and Bourem"),
        ("à mi-chemin entre Gao et Bourem", "halfway Gao and Bourem"),
        ("halfway between Gao and Bourem", "halfway Gao and Bourem"),
        ("à mi-chemin de Gao et Bourem", "halfway Gao and Bourem"),
        ("Gao vers Bourem", "between Gao and Bourem"),
        ("Gao, route de Bourem", "between Gao and Bourem"),
        ("route de N'Tillit", "lacks OtherEnd named N'Tillit"),
        ("route de Gao", "lacks OtherEnd named Gao"),
        ("Tabankort, axe Gao-Kidal", "between Gao and Kidal named Tabankort"),
        ("between Gao, Bourem and Kidal", "all Gao and Bourem and Kidal"),
        ("entre Gao", "lacks OtherEnd named Gao"),
    ]);
}

#[test]
fn round_a_place_and_its_edge() {
    all(&[
        ("north of Bamba", "? north of Bamba"),
        ("au nord du village de Bamba", "? north of Bamba"),
        ("Tabankort, au nord de Gao", "? north of Gao named Tabankort"),
        ("near Ansongo", "near Ansongo"),
        ("près de N'Tillit", "near N'Tillit"),
        ("aux environs de Gossi", "near Gossi"),
        ("Gossi et environs", "near Gossi"),
        ("Gossi area", "near Gossi"),
        ("Gossi and its countryside", "near Gossi"),
        ("Bamba, nord Gao", "place Bamba + Gao"),
        ("secteur de Gossi", "near Gossi"),
        ("zone de Gossi", "near Gossi"),
        ("dans la brousse de Gossi", "near Gossi"),
        ("aux portes de Gao", "near Gao"),
        ("non loin de Gao", "near Gao"),
        ("à proximité de Gao", "near Gao"),
        ("in the vicinity of Gao", "near Gao"),
        ("banlieue de Gao", "near Gao"),
        ("outskirts of Gao", "near Gao"),
        ("à la périphérie de Gao", "near Gao"),
        ("northeastern outskirts of Gao", "edge north-east of Gao"),
        ("sortie nord de Gao", "edge north of Gao"),
        ("à l'entrée sud de Gao", "edge south of Gao"),
        ("périphérie est de Gao", "edge east of Gao"),
        ("pont de Gao", "near Gao"),
        ("hameau de culture de Gossi", "near Gossi"),
        ("campement peul de Gossi", "near Gossi"),
        ("poste de contrôle de Gossi", "near Gossi"),
        ("aéroport de Gao", "near Gao"),
        ("Gao airport", "near Gao"),
        ("Tabankort near Gao", "near Gao named Tabankort"),
        ("Tabankort (near Gao)", "near Gao named Tabankort"),
        ("Tabankort, près de Gao", "near Gao named Tabankort"),
        ("unknown village near Gao", "near Gao"),
        ("Northern Mali", "part of Mali"),
        ("nord du Mali", "part of Mali"),
        ("au sud-ouest du cercle de Ansongo", "? south-west of Ansongo"),
        ("nord de la région de Tombouctou", "? north of Tombouctou"),
        ("Bamba, nord du Mali", "place Bamba"),
        ("le Gourma", "lacks Limits"),
        ("north of the Niger river", "lacks Point"),
        (
            "à deux heures de route de Gao",
            "lacks Distance(Travel { minutes: 120.0, on_foot: false }) named Gao",
        ),
        ("30 minutes de marche de Gao", "lacks Distance(Travel { minutes: 30.0, on_foot: true }) named Gao"),
    ]);
}

#[test]
fn names_units_and_parts_of_towns() {
    all(&[
        ("Mopti/Sévaré", "place Mopti|Sévaré"),
        ("Sévaré (Mopti)", "place Sévaré + Mopti"),
        ("Bamba, Bourem, Gao", "place Bamba + Bourem + Gao"),
        ("the village of Bamba", "place Bamba"),
        ("marché de Gossi", "place Gossi"),
        ("marché du village de Gossi", "place Gossi"),
        ("I-n-Delimane", "place I-n-Delimane"),
        ("In Khalil village", "place In Khalil"),
        ("3 villages", "place 3"),
        (
            "localité de Bamba, commune de Temera, cercle de Bourem, région de Gao",
            "place Bamba + commune de Temera + cercle de Bourem + région de Gao",
        ),
        ("Bamba (commune de Temera)", "place Bamba + commune de Temera"),
        ("Bamba, Bourem cercle", "place Bamba + Bourem cercle"),
        ("Bamba dans le cercle de Bourem", "place Bamba + cercle de Bourem"),
        ("Bamba commune de Temera cercle de Bourem", "place Bamba + commune de Temera + cercle de Bourem"),
        ("Bamba in the Gao region", "place Bamba + Gao region"),
        ("dans la commune de Gossi", "place Gossi"),
        ("région de Gao", "place Gao"),
        ("Gao et Bourem", "all Gao and Bourem"),
        ("Gao & Bourem", "all Gao and Bourem"),
        ("Gao, Bourem et Kidal", "all Gao and Bourem and Kidal"),
        ("Gao ou Bourem", "all Gao or Bourem"),
        ("près de Gao et Bourem", "all Gao and Bourem"),
        ("quartier Aljanabandia à Gao", "quarter Aljanabandia of Gao"),
        ("Aljanabandia, quartier de Gao", "quarter Aljanabandia of Gao"),
        ("Gao (quartier Aljanabandia)", "quarter Aljanabandia of Gao"),
        ("Aljanabandia neighbourhood, Gao", "quarter Aljanabandia of Gao"),
        ("?!", "nothing"),
        ("", "nothing"),
    ]);
}
