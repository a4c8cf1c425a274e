// What changes on the server, as it changes.
//
// In: the change that the page knows. Out: what came after it, for as long as nobody closes it; and single events. It must
// not know the page.

import { ApiError, get } from './client';
import { fields, list, number, oneOf, text } from './json';
import { readEvent } from './read';
import type { AzEvent } from './types';

export type Collection = 'events' | 'unlocated';

export interface Change {
  id: string;
  /** The collection that has the event now; null when none has. */
  collection: Collection | null;
}

export interface Listening {
  /** Where the stream begins. */
  ready(sequence: number): void;
  changes(changes: Change[], sequence: number): void;
  /** What the page knows is of another store. */
  reset(sequence: number): void;
  /** The connection is gone; it is sought again. */
  lost(): void;
}

const PATH = '/collections/events/changes';
const COLLECTIONS: readonly Collection[] = ['events', 'unlocated'];
/** A browser gives up by itself when the server refuses; the page does not. */
const AGAIN_MS = 5_000;

function readChanges(value: unknown): Change[] {
  return list(fields(value)['changes']).map((one) => {
    const from = fields(one);
    return { id: text(from['id']), collection: oneOf(COLLECTIONS, from['collection']) };
  });
}

/** Listens until the returned function is called. */
export function listen(since: number | null, to: Listening): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let known = since;
  const open = (): void => {
    source = new EventSource(known === null ? PATH : `${PATH}?since=${known}`);
    const on = (name: string, tell: (body: unknown, sequence: number) => void): void =>
      source?.addEventListener(name, (event: MessageEvent<string>) => {
        let body: unknown;
        try {
          body = JSON.parse(event.data);
        } catch {
          return;
        }
        const sequence = number(fields(body)['sequence']);
        if (sequence === null) return;
        known = sequence;
        tell(body, sequence);
      });
    on('ready', (_, sequence) => to.ready(sequence));
    on('changes', (body, sequence) => to.changes(readChanges(body), sequence));
    on('reset', (_, sequence) => to.reset(sequence));
    source.onerror = () => {
      to.lost();
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = window.setTimeout(open, AGAIN_MS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

/** One event; null when the collection does not have it (any more). */
export async function event(collection: Collection, id: string): Promise<AzEvent | null> {
  try {
    return readEvent(await get(`/collections/${collection}/items/${encodeURIComponent(id)}`));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
