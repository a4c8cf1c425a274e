// What ACLED calls its kinds of events, in French.
//
// In: a title as the server makes it, words of the list and a place. Out: the title in the reader's language, where its
// words are ACLED's. It must not know events.
//
// ACLED codebook (2024): six types of events and their sub-types. Other lists have words of their own, which stay.

import type { Messages } from './en';

const FRENCH: Readonly<Record<string, string>> = {
  Battles: 'Combats',
  'Armed clash': 'Affrontement armé',
  'Government regains territory': 'Le gouvernement reprend du terrain',
  'Non-state actor overtakes territory': 'Un acteur non étatique prend du terrain',
  Protests: 'Manifestations',
  'Excessive force against protesters': 'Force excessive contre des manifestants',
  'Protest with intervention': 'Manifestation avec intervention',
  'Peaceful protest': 'Manifestation pacifique',
  Riots: 'Émeutes',
  'Violent demonstration': 'Manifestation violente',
  'Mob violence': 'Violence de foule',
  'Explosions/Remote violence': 'Explosions et violences à distance',
  'Chemical weapon': 'Arme chimique',
  'Air/drone strike': 'Frappe aérienne ou de drone',
  'Suicide bomb': 'Attentat suicide',
  'Shelling/artillery/missile attack': 'Tir d’artillerie ou de missile',
  'Remote explosive/landmine/IED': 'Mine ou engin explosif improvisé',
  Grenade: 'Grenade',
  'Violence against civilians': 'Violences contre des civils',
  'Sexual violence': 'Violences sexuelles',
  Attack: 'Attaque',
  'Abduction/forced disappearance': 'Enlèvement ou disparition forcée',
  'Strategic developments': 'Évolutions stratégiques',
  Agreement: 'Accord',
  Arrests: 'Arrestations',
  'Change to group/activity': 'Changement de groupe ou d’activité',
  'Disrupted weapons use': 'Usage d’armes empêché',
  'Headquarters or base established': 'Base ou quartier général établi',
  'Looting/property destruction': 'Pillage ou destruction de biens',
  'Non-violent transfer of territory': 'Transfert de territoire sans violence',
  Other: 'Autre',
};

/** "Battles, Bamba" as "Combats, Bamba" to who reads French. */
export function titleIn(m: Messages, title: string): string {
  if (!m.code.startsWith('fr')) return title;
  const end = title.indexOf(', ');
  const words = end < 0 ? title : title.slice(0, end);
  const french = Object.hasOwn(FRENCH, words) ? FRENCH[words] : undefined;
  return french === undefined ? title : french + title.slice(words.length);
}
