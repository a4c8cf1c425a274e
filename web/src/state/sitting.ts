// What a person decided here since the page was opened, and under which name.
//
// In: decisions, a name. Out: those that can be taken back, the name as this browser keeps it. It must not know the page.

import type { Item, PastRuling, Ruling } from '../api';

/** What a decision was on: an item, or its title where that is all there is; null for several at once. */
export type About = Item | string | null;

/** Decisions that were made at once. */
export interface Made {
  ids: readonly string[];
  /** The item to come back to. */
  key: string;
  about: About;
}

const BY = 'azalai-by';
/** While the page is open, where the browser keeps nothing. */
let by = '';

/** Who decides here, as they said; empty for nobody. */
export function decider(name?: string): string {
  try {
    if (name !== undefined) localStorage.setItem(BY, (by = name));
    return localStorage.getItem(BY) ?? by;
  } catch {
    return by;
  }
}

let made: readonly Made[] = [];

/** The oldest first. */
export const undoables = (): readonly Made[] => made;

export const remember = (one: Made): void => {
  made = [...made, one];
};

/** What was taken back can not be again. */
export const forget = (ids: readonly string[]): void => {
  made = made.map((one) => ({ ...one, ids: one.ids.filter((id) => !ids.includes(id)) })).filter((one) => one.ids.length > 0);
};

/** Which wishes were carried out, by the decisions that stand, newest first: the last one on an item is this person's own. */
export const foundIn = (past: readonly PastRuling[], rulings: readonly Ruling[], name: string): PastRuling[] =>
  rulings.flatMap(({ key, decision }) => {
    const last = past.find((one) => one.key === key);
    return last && last.undoneAt === null && last.decision === decision && last.by === name ? [last] : [];
  });
