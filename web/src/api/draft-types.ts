// What a text was read as, and what waits for a person's word, as this map reads it.
//
// In: nothing. Out: the shapes of articles, drafts, the queue and its decisions. It must not know the page.

import type { Pair } from './report';
import type { AzEvent, Position } from './types';

export type TakenFor = 'place' | 'date' | 'actor' | 'kind' | 'claim' | 'masked';
export type Mask = 'treaty' | 'person' | 'people' | 'media' | 'body';

/** Words that were recognised; positions count characters as Unicode has them. */
export interface Mention {
  start: number;
  end: number;
  takenFor: TakenFor;
  masked: Mask | null;
  why: string;
  whyFr: string;
  /** The draft it supports, from 0. */
  draft: number | null;
}

/** How sure each part of a draft is. */
export type ConfidencePart = 'mention' | 'place' | 'eventPlace' | 'date' | 'kind' | 'actors';

export type DraftState = 'open' | 'confirmed' | 'rejected';

/** An event as a text tells it. */
export interface Draft {
  /** What the queue calls it. */
  key: string;
  state: DraftState;
  /** The event that it became. */
  eventId: string | null;
  /** As it would be, were it confirmed as it is. */
  event: AzEvent;
  /** Which way from its place it was, where the text says only that. */
  direction: string | null;
  overall: number;
  parts: Record<ConfidencePart, number>;
  why: string;
  whyFr: string;
  /** The words that tell it. */
  start: number;
  end: number;
}

export interface Article {
  id: string;
  title: string;
  source: string;
  link: string;
  published: string | null;
  text: string;
  mentions: Mention[];
  drafts: Draft[];
  /** What a person should know of the reading as a whole, such as a limit that was met. */
  notes: { why: string; whyFr: string }[];
}

/** A text that was kept, as the list of all has it. */
export interface Kept extends Pick<Article, 'id' | 'title' | 'source' | 'link' | 'published'> {
  /** Its first words. */
  beginning: string;
  drafts: Record<DraftState, number>;
}

/** What a person says of a text. */
export interface ArticleForm {
  text: string;
  published: string;
  title: string;
  source: string;
  link: string;
}

export const ITEM_KINDS = ['draft', 'location', 'duplicate'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];
export type QueueCounts = Record<ItemKind, number>;

/** Something that waits for a person's word. */
export interface Item {
  key: string;
  kind: ItemKind;
  doubt: number;
  title: string;
  why: string;
  whyFr: string;
  /** Others whose lists say the same of the place. */
  same: number;
  version: string | null;
  draft: Draft | null;
  /** The article of the draft. */
  article: { id: string; title: string; source: string; link: string; published: string | null } | null;
  /** What the place is asked of. */
  event: AzEvent | null;
  pair: Pair | null;
}

export interface QueuePage {
  items: Item[];
  counts: QueueCounts;
  next: string | null;
}

/** Corrections of a draft; what is absent stays as it was read. */
export interface DraftChange {
  /** What happened, in words: with the place it is the title. */
  kind_text?: string;
  kind?: string;
  date_start?: string;
  date_end?: string;
  /** One of the other places, from 1. */
  candidate?: number;
  lon?: number;
  lat?: number;
  actors?: readonly string[];
  /** All claims of the event, as features have them. */
  claims?: readonly Record<string, string | number | null>[];
}

export type RulingWord = 'confirm' | 'reject' | 'accept' | 'candidate' | 'place' | 'same' | 'different' | 'merge';

/** What a person says of an item. */
export interface Ruling {
  key: string;
  version: string | null;
  decision: RulingWord;
  change?: DraftChange;
  candidate?: number;
  lon?: number;
  lat?: number;
  same?: boolean;
  learn?: boolean;
}

export interface Ruled {
  decided: { key: string; id: string; also: number; eventId: string | null }[];
  refused: { key: string; status: number | null; detail: string; detailFr: string }[];
  counts: QueueCounts;
}

/** Where something was before a decision, or is since. */
export interface Where {
  status: string;
  place: string;
  position: Position | null;
}

/** A decision of the past. */
export interface PastRuling {
  id: string;
  at: number | null;
  by: string;
  key: string;
  kind: ItemKind;
  decision: string;
  title: string;
  also: number;
  /** Whose event it is. */
  eventId: string | null;
  sides: [from: Where, to: Where];
  undoneAt: number | null;
  undoneBy: string;
}
