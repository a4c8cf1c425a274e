// The event's panel, the list and exports, in French.

import type { PanelMessages } from './panel-en';

// In French, zero and one are singular.
const s = (n: number): string => (n < 2 ? '' : 's');

export const panelFr: PanelMessages = {
  exportMenu: 'Exporter ou imprimer',
  exportTitle: 'Exporter ce qui est affiché',
  exportInView: (inView, all) => `Seulement ce qui est visible sur la carte (${inView} sur ${all})`,
  exportFiles: 'En fichier',
  formatNames: { geojson: 'GeoJSON', csv: 'CSV', gpkg: 'GeoPackage', kml: 'KML' },
  formatUses: {
    geojson: 'pour cartes web et scripts',
    csv: 'pour tableurs ; Azalai le relit',
    gpkg: 'pour QGIS ; Azalai le relit',
    kml: 'pour Google Earth',
  },
  exportPaged: (most) => `Les ${most} premiers ; un lien y mène aux autres.`,
  exportRestricted: (n, f) =>
    `${f} de ces événements ${n < 2 ? 'vient' : 'viennent'} d’une liste dont les conditions interdisent de transmettre les lignes. Gardez le fichier pour vous, ou écartez d’abord cette source.`,
  exportDropped: (filters) => `Le serveur n’a pas ce filtre ; les fichiers contiennent plus que l’affichage : ${filters}.`,
  exportUnlocated: (n, f) => `${f} autre${s(n)} ${n < 2 ? 'n’a' : 'n’ont'} pas de lieu sur la carte, et ${n < 2 ? 'a' : 'ont'} un fichier à part :`,
  picture: 'En image',
  pictureHint: 'La carte telle que vous la voyez, en couleurs claires pour le papier, avec titre, légende, échelle, filtres et sources.',
  pictureTitle: 'Titre',
  savePicture: 'Enregistrer l’image (PNG)',
  pictureSaved: 'L’image est dans vos téléchargements.',
  pictureFailed: 'Le navigateur n’a pas pu faire l’image. Essayez avec une fenêtre plus petite.',
  posterTitle: (period) => (period === '' ? 'Événements au Mali' : `Événements au Mali, ${period}`),
  notDrawn: (n, f) => `${f} autre${s(n)} sans lieu, non dessiné${s(n)}`,
  noFilters: 'Aucun filtre : tout ce qui est chargé dans cette vue',
  signs: {
    hollow: 'Contour en tirets : une zone, ou un lieu incertain',
    circle: 'Cercle en tirets : le vrai lieu est dedans, autant qu’on sache ; hachuré quand toute une zone est en cause',
    pie: 'Anneau : plusieurs événements, ses parts par type, leur nombre au centre',
  },
  posterLists: 'Événements d’après :',
  posterRestricted: 'Contient des lignes d’une liste dont les conditions interdisent de les transmettre.',
  licenceNotStated: 'licence non indiquée',
  madeOn: (when) => `Fait avec Azalai, ${when} UTC.`,
  fromTo: (from, to) => `du ${from} au ${to}`,
  fromOn: (day) => `à partir du ${day}`,
  upTo: (day) => `jusqu’au ${day}`,

  waiting: 'Un instant…',
  coordinates: 'Coordonnées',
  coordinateForms: { decimal: 'Décimales', dms: 'Degrés', mgrs: 'MGRS' },
  copyAs: (form, value) => `Copier ${form} : ${value}`,

  around: 'À proximité, avant et après',
  aroundKm: 'À moins de',
  aroundDays: 'Jours avant et après',
  aroundWhen: { before: 'Avant', same: 'Ces jours-là', after: 'Après' },
  aroundNone: 'Rien d’autre n’est connu ici.',
  aroundFailed: 'Ce qui est à proximité n’a pas pu être chargé.',
  aroundNoDate: 'La date est inconnue : ce qui est proche par le lieu, à tout moment.',
  aroundMore: (shown, all) => `Les ${shown} plus proches sur ${all}`,
  daysAway: (days) => {
    const n = Math.abs(days);
    return `${n} jour${s(n)} ${days < 0 ? 'avant' : 'après'}`;
  },

  history: 'Historique des changements',
  historyFailed: 'L’historique n’a pas pu être chargé.',
  historyBy: { added: 'Ajouté', updated: 'Changé', removed: 'Retiré' },
  byList: (list) => `par la liste ${list}`,
  byPerson: 'à la main, par fusion ou par un import annulé',
  untilThen: 'Jusque-là',
  setByHand: (fields, when) => `Fixé à la main, par-dessus la liste : ${fields} (${when}).`,
  setFields: { kind: 'type', date: 'date', place: 'lieu', actors: 'acteurs', claims: 'récits', attributes: 'autres colonnes' },
  followList: 'Suivre de nouveau la liste',
  followAsk: 'Ce qui a été fixé à la main sera perdu. Suivre de nouveau la liste ?',
  followDo: 'Oui, suivre la liste',
  followKeep: 'Le garder',
  followFailed: 'Cela n’a pas pu être repris.',

  sortBy: 'Trier par',
  sorts: { date: 'date', place: 'lieu', kind: 'type', deaths: 'morts', certainty: 'certitude' },
  descending: 'Décroissant : cliquer pour croissant',
  ascending: 'Croissant : cliquer pour décroissant',
  pageOf: (from, to, all) => `${from}–${to} sur ${all}`,
  previous: 'Précédents',
  next: 'Suivants',
  pages: 'Pages de la liste',

  docsMenu: 'L’API à lire',
  dataMenu: 'Les données en pages',
};
