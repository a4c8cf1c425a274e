// Filters, time and the views of the map, in French.

import type { ExploreMessages } from './explore-en';

const events = (n: number, f: string): string => `${f} événement${n < 2 ? '' : 's'}`;

export const exploreFr: ExploreMessages = {
  words: 'Mots du titre, des notes, des lieux',
  facets: {
    kind: 'Type',
    actor: 'Acteur',
    region: 'Région',
    cercle: 'Cercle',
    source: 'Source',
    status: 'Lieu',
    precision: 'Précision',
    accounts: 'Versions',
  },
  certaintyFilter: 'Certitude',
  placeIsRight: 'Lieu juste, selon le géocodeur',
  anyP: 'toutes',
  atLeastP: (percent) => `≥ ${percent}`,
  accountWords: { several: 'rapporté par plusieurs sources', differ: 'leurs bilans diffèrent' },
  findValue: (facet) => `Chercher : ${facet}`,
  noValue: 'Rien de tel ici.',
  moreValues: (f) => `${f} de plus`,
  active: 'Filtres actifs',
  without: (filter) => `Retirer le filtre : ${filter}`,
  resetKey: 'Réinitialiser les filtres (touche R)',
  since: (day) => `depuis le ${day}`,
  until: (day) => `jusqu’au ${day}`,
  wordsActive: (text) => `« ${text} »`,

  play: 'Lire',
  pause: 'Pause',
  stepBack: 'Reculer d’un pas',
  stepOn: 'Avancer d’un pas',
  stepBy: 'Pas',
  steps: { day: 'jour', week: 'semaine', month: 'mois', quarter: 'trimestre', year: 'année' },
  speed: 'Vitesse',
  chartKeys: 'Les flèches avancent ou reculent, avec Maj elles élargissent ; Début et Fin vont aux bouts ; Espace lit ; Échap montre toutes les dates.',
  spanShown: (from, to) => `du ${from} au ${to}`,

  views: 'Comment les événements sont dessinés',
  viewNames: { symbols: 'Symboles', regions: 'Par région', cercles: 'Par cercle', heat: 'Chaleur' },
  unitEvents: events,
  noUnitData: 'aucun événement',
  unitsOf: (from, to) => (to === '' ? `Découpage depuis ${from}` : from === '' ? `Découpage avant ${to}` : `Découpage de ${from} à ${to}`),
  seats: 'Aucune forme de ces unités ne peut être diffusée : des disques marquent leurs chefs-lieux, sans étendue.',
  unitsElsewhere: (f) => `${f} dans aucune unité montrée`,
  unitsWithout: (names) => `Sans le filtre : ${names}`,
  unitsFailed: 'Les nombres n’ont pas pu être obtenus.',
  unitHint: 'Cliquez sur une unité pour voir ses événements.',
  heatLess: 'peu',
  heatMore: 'beaucoup',
  heatWeight: 'Chaque événement est réparti là où il a pu avoir lieu.',
  heatLeftOut: (f) => `${f} connus seulement par cercle, région ou pays : trop vagues, non dessinés.`,
};
