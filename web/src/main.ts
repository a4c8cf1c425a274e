// Starts the page: the words, the store from the address, the frame, the map, then the events.
//
// In: the address and the browser's languages. Out: a running page. It must not do anything else.

import { LANGUAGES, type Lang } from './language';
import { learn } from './locale';
import { createMap, createReportMap, createReviewMap } from './map';
import { beginFromAddress, BEGINNING, bindAddress, countUnits, createStore, follow, followReview, load } from './state';
import { createUi, speak } from './ui';

/** Where no words came at all there is no language to say it in. */
const NO_WORDS = 'The server does not answer: reload this page. · Le serveur ne répond pas : rechargez cette page.';

/** The words of a language, or of another one: a page in the wrong language is better than none. */
async function learnAny(wanted: Lang): Promise<Lang> {
  const others = (Object.keys(LANGUAGES) as Lang[]).filter((lang) => lang !== wanted);
  return [wanted, ...others].reduce<Promise<Lang>>((before, lang) => before.catch(() => learn(lang).then(() => lang)), Promise.reject(new Error()));
}

async function start(): Promise<void> {
  const beginning = beginFromAddress(BEGINNING, navigator.languages);
  const lang = await learnAny(beginning.lang);
  const store = createStore({ ...beginning, lang, langFailed: lang === beginning.lang ? null : beginning.lang });
  const { map, report, review } = createUi(document.body, store);
  // Before the events are asked for, so that no change falls between the two.
  follow(store);
  // Before the map: a browser asks for six things at a time, and its ground is six.
  void load(store);
  createMap(map, store);
  createReportMap(report, store);
  createReviewMap(review, store);
  bindAddress(store, (chosen) => speak(store, chosen));
  countUnits(store);
  followReview(store);
}

start().catch((error: unknown) => {
  if (document.querySelector('.page') === null) document.body.textContent = NO_WORDS;
  console.error(error);
});
