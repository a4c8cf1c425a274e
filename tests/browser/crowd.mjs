// As many events as a page draws, without a server that holds them: what is measured is the page.
//
// In: a number. Out: the pages of a collection as the service sends them, the same on every run. It must not know the map.

const KINDS = ['attack', 'clash', 'civilians', 'explosive', 'shelling', 'abduction', 'crime', 'control', 'protest', 'displacement', 'accident', 'other'];
const REGIONS = ['Gao', 'Mopti', 'Ségou', 'Tombouctou', 'Kidal', 'Ménaka', 'Sikasso', 'Kayes', 'Koulikoro', 'Bamako'];
const FIRST_DAY = Date.UTC(2012, 0, 1);
const DAYS = 12 * 365;
const DAY_MS = 86_400_000;
/** Most events happen at known places, some have a point of their own. */
const PLACES = 900;
const OWN_POINT = 0.15;
/** What is known by cercle or region only stands at one point of each. */
const AREAS = 60;

function random(seed) {
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return seed / 4_294_967_296;
  };
}

/** Within Mali, near enough: two boxes of it, where most happens. */
function point(next) {
  const south = next() < 0.6;
  return south ? [-6 + next() * 5, 12.5 + next() * 3] : [-3.5 + next() * 6.5, 15.5 + next() * 3.5];
}

export function manyEvents(count) {
  const next = random(42);
  const places = Array.from({ length: PLACES }, (_, i) => ({ at: point(next), name: `Village ${i}` }));
  const areas = Array.from({ length: AREAS }, () => point(next));
  const pick = (list) => list[Math.floor(next() * list.length)];
  return Array.from({ length: count }, (_, i) => {
    // Squares make some places and the later years more frequent than others.
    const place = places[Math.floor(next() ** 2 * PLACES)];
    const own = next() < OWN_POINT;
    const date = new Date(FIRST_DAY + Math.floor(next() ** 0.6 * DAYS) * DAY_MS).toISOString().slice(0, 10);
    const status = next() < 0.08 ? 'area' : next() < 0.1 ? 'review' : 'located';
    const coordinates = status === 'area' ? pick(areas) : own ? point(next) : place.at;
    return {
      type: 'Feature',
      id: `many${String(i).padStart(6, '0')}`,
      geometry: { type: 'Point', coordinates },
      properties: {
        title: `Event ${i}, ${place.name}`, kind: pick(KINDS), status, date_start: date, date_end: date, date_precision: 'day', place: place.name, place_text: place.name,
        region: pick(REGIONS), cercle: `Cercle ${Math.floor(next() * 60)}`, p: Math.round(next() * 100) / 100, precision: status === 'area' ? 4 : 1, radius_m: status === 'area' ? 60_000 : 2_000, method: 'exact',
        why: '', flags: [], rivals: [], actors: [`Group ${Math.floor(next() ** 3 * 300)}`, 'Malian Armed Forces'], claims: [{ source: `Source ${Math.floor(next() ** 2 * 40)}`, text: 'What was said of it in a sentence or two' }], list: 'many.csv', line: i + 2,
      },
    };
  });
}

/** Answers the page's questions for events with these. */
export async function serveEvents(page, events) {
  await page.route('**/collections/*/items?*', (route) => {
    const url = new URL(route.request().url());
    const [, collection] = /collections\/(\w+)\//.exec(url.pathname) ?? [];
    if (collection !== 'events' && collection !== 'unlocated') return route.fallback();
    const all = collection === 'events' ? events : [];
    const [offset, limit] = ['offset', 'limit'].map((name) => Number(url.searchParams.get(name) ?? 0));
    const links = offset + limit < all.length ? [{ rel: 'next', href: `${url.pathname}?limit=${limit}&offset=${offset + limit}` }] : [];
    return route.fulfill({ json: { type: 'FeatureCollection', numberMatched: all.length, links, features: all.slice(offset, offset + limit) } });
  });
}
