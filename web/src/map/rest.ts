// What need not follow every step of a brush.
//
// In: work. Out: the same, done at once, then now and then while it is asked for again and again, and when that rests. It must
// not know the work.

/** While a brush or a player goes on. */
const EVERY_MS = 500;
const REST_MS = 120;

export function atRest<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  let timer = 0;
  let done = -Infinity;
  return (...args) => {
    const go = (): void => {
      done = performance.now();
      work(...args);
    };
    clearTimeout(timer);
    if (performance.now() - done >= EVERY_MS) go();
    else timer = window.setTimeout(go, REST_MS);
  };
}
