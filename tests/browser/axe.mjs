// What axe-core finds wrong with a page for people who cannot see it, or not well.
//
// In: a page in some state. Out: its violations in few words. It must not know the state.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA and what its authors call good practice. */
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

export async function violations(page) {
  await page.evaluate(source);
  const found = await page.evaluate((rules) => window.axe.run(document, rules).then((result) => result.violations), RULES);
  return found.flatMap(({ id, nodes }) => nodes.filter(({ target }) => !excused(id, target.join(' '))).map((node) => told(id, node)));
}

/**
 * Symbols stand where events were, however close that is; the list has the same events as large rows (WCAG 2.2, 2.5.8:
 * equivalent).
 */
const excused = (id, target) => id === 'target-size' && /\.(event|crowd|leaflet-marker-icon)\b/.test(target);

const told = (id, { target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary.split('\n').slice(1).join(' ').trim()}`;
