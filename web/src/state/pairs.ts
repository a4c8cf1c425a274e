// Two accounts that may be of one event, compared.
//
// In: the two sides. Out: what they do not say alike. It must not know the page.

import type { Side } from '../api';

export type SideFact = 'title' | 'date' | 'place' | 'source' | 'actors' | 'deaths' | 'notes' | 'kind';

/** What the two sides do not say alike; what only one of them says is no contradiction but is told too. */
export function differences([a, b]: readonly [Side, Side]): ReadonlySet<SideFact> {
  const text = (value: string): string => value.trim().toLocaleLowerCase();
  const facts: Record<SideFact, boolean> = {
    title: text(a.title) === text(b.title),
    kind: a.kind === b.kind,
    date: a.span?.[0] === b.span?.[0] && a.span?.[1] === b.span?.[1],
    place: text(a.place) === text(b.place),
    source: text(a.source ?? '') === text(b.source ?? ''),
    actors: [...a.actors].map(text).sort().join('\n') === [...b.actors].map(text).sort().join('\n'),
    deaths: a.deaths.low === b.deaths.low && a.deaths.best === b.deaths.best && a.deaths.high === b.deaths.high,
    notes: text(a.notes) === text(b.notes),
  };
  return new Set((Object.keys(facts) as SideFact[]).filter((fact) => !facts[fact]));
}
