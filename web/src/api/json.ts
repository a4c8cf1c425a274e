// The pieces of JSON that nobody has looked at.
//
// In: any value. Out: a whole value of the kind asked for, or what stands for none. It must not know what it is read for,
// nor throw.

import type { Position } from './types';

export type Fields = Record<string, unknown>;

export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
export const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
export const count = (value: unknown): number => number(value) ?? 0;
export const oneOf = <T extends string>(known: readonly T[], value: unknown): T | null =>
  known.includes(value as T) ? (value as T) : null;

/** Why something is so, in both languages. */
export const why = (from: Fields): { why: string; whyFr: string } => ({ why: text(from['why']), whyFr: text(from['why_fr']) });

export function readPosition(lon: unknown, lat: unknown): Position | null {
  const x = number(lon);
  const y = number(lat);
  return x !== null && y !== null && Math.abs(x) <= 180 && Math.abs(y) <= 90 ? [x, y] : null;
}
