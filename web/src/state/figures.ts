// The claims of a draft with the numbers of people that a person corrected.
//
// In: claims, and what was typed. Out: claims as the server takes them. It must not know the page.

import type { Claim, Figure } from '../api';

/** Whom a claim counts. */
export const HARMS = ['deaths', 'injured'] as const;
export type Harm = (typeof HARMS)[number];
type End = 'low' | 'high';

/** Where what is typed of a number is kept. */
export const slot = (claim: number, counted: Harm, end: End): string => `${claim}-${counted}-${end}`;

/** An end of a number as it is shown to be corrected; empty where it is not told. */
export const endOf = (figure: Figure, end: End): string => String(figure[end] ?? figure.best ?? '');

export const claimsTold = (claims: readonly Claim[], typed: Readonly<Record<string, string>>): Record<string, string | number | null>[] =>
  claims.map(({ source, text, ...claim }, i) => ({ source, text, ...Object.assign({}, ...HARMS.map((counted) => columns(counted, corrected(claim[counted], i, counted, typed)))) }));

const columns = (name: Harm, { low, best, high }: Figure): Record<string, number | null> => ({ [`${name}_low`]: low, [`${name}_best`]: best, [`${name}_high`]: high });

/** What nobody touched stays as it was told, also a best guess between its ends. */
function corrected(figure: Figure, claim: number, counted: Harm, typed: Readonly<Record<string, string>>): Figure {
  const ends = (['low', 'high'] as const).map((end) => typed[slot(claim, counted, end)]);
  if (ends.every((end) => end === undefined)) return figure;
  const [one = null, other = null] = (['low', 'high'] as const).map((end, i) => {
    const said = ends[i] ?? endOf(figure, end);
    return said === '' ? null : Number(said);
  });
  const [low, high] = one !== null && other !== null && one > other ? [other, one] : [one, other];
  return { low, best: low === high ? low : null, high };
}
