// Numbers, distances and dates as people of a language write them.
//
// In: values and a locale. Out: text. It must not know the page. All times are UTC, which is Mali's time.

import type { Messages } from './en';

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numbers(code: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${code}${JSON.stringify(options)}`;
  let format = cache.get(key);
  if (!format) cache.set(key, (format = new Intl.NumberFormat(code, options)));
  return format as Intl.NumberFormat;
}

function dates(code: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${code}${JSON.stringify(options)}`;
  let format = cache.get(key);
  if (!format) cache.set(key, (format = new Intl.DateTimeFormat(code, { timeZone: 'UTC', ...options })));
  return format as Intl.DateTimeFormat;
}

export const formatCount = (m: Messages, n: number): string => numbers(m.code, {}).format(n);

/** 0.98 -> 98 %; never rounded to a certainty that is not there. */
export function formatProbability(m: Messages, p: number): string {
  const shown = p >= 1 ? 1 : Math.min(0.99, Math.max(p, 0));
  if (p > 0 && p < 0.01) return `< ${numbers(m.code, { style: 'percent' }).format(0.01)}`;
  return numbers(m.code, { style: 'percent', maximumFractionDigits: 0 }).format(shown);
}

/** Two digits are all that a radius in this field ever means. */
export function formatDistance(m: Messages, metres: number): string {
  const kilometres = metres >= 1000;
  return numbers(m.code, {
    style: 'unit',
    unit: kilometres ? 'kilometer' : 'meter',
    unitDisplay: 'short',
    maximumSignificantDigits: metres >= 100_000 ? 3 : 2,
  }).format(kilometres ? metres / 1000 : metres);
}

export const formatDay = (m: Messages, time: number): string =>
  dates(m.code, { day: 'numeric', month: 'short', year: 'numeric' }).format(time);

export const formatMonth = (m: Messages, time: number): string =>
  dates(m.code, { month: 'short', year: 'numeric' }).format(time);

/** A span said as precisely as it is known, no more. */
export function formatSpan(
  m: Messages,
  span: readonly [number, number],
  precision: 'time' | 'day' | 'range' | 'month' | 'year' | null,
  long = false,
): string {
  const month = long ? 'long' : 'short';
  const [start, end] = span;
  switch (precision) {
    case 'year':
      return dates(m.code, { year: 'numeric' }).format(start);
    case 'month':
      return dates(m.code, { month, year: 'numeric' }).format(start);
    case 'time':
      return dates(m.code, {
        ...(long ? { weekday: 'long' as const } : {}),
        day: 'numeric',
        month,
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      }).format(start);
    case 'range':
      return dates(m.code, { day: 'numeric', month, year: 'numeric' }).formatRange(start, end);
    default:
      return dates(m.code, {
        ...(long ? { weekday: 'long' as const } : {}),
        day: 'numeric',
        month,
        year: 'numeric',
      }).format(start);
  }
}

/** Latitude first, as people paste it elsewhere; 4 decimals are 11 m. */
export const formatPosition = ([lon, lat]: readonly [number, number]): string =>
  `${lat.toFixed(4)}, ${lon.toFixed(4)}`;

/** A time that is left, in one unit: 45 s, 3 min, 2 h. Never 0, which would be a promise. */
export function formatDuration(m: Messages, seconds: number): string {
  const [value, unit] = seconds < 60 ? [seconds, 'second'] : seconds < 3600 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour'];
  return numbers(m.code, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(Math.max(1, Math.ceil(value)));
}

/** Kilometres as the server gives them; less than 100 m is told in metres. */
export const formatKilometres = (m: Messages, kilometres: number): string => formatDistance(m, Math.max(1, kilometres * 1000));

export const formatMoment = (m: Messages, time: number): string =>
  dates(m.code, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(time);
