// The kinds of event, in the order of the legend.
//
// In: nothing. Out: the twelve words that data, addresses and drawings share. It must not know how they look.

export const KINDS = [
  'attack',
  'clash',
  'civilians',
  'explosive',
  'shelling',
  'abduction',
  'crime',
  'control',
  'protest',
  'displacement',
  'accident',
  'other',
] as const;

export type Kind = (typeof KINDS)[number];

/** A word that no version of the map knows is drawn as 'other', never dropped. */
export function asKind(word: unknown): Kind {
  return KINDS.includes(word as Kind) ? (word as Kind) : 'other';
}
