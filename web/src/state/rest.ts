// Work that need not follow every step of a brush.
//
// In: work. Out: the same, done when nobody asks for it any more, or now and then while it is asked for again and again. It must
// not know the work.

const REST_MS = 100;
/** While a brush or a player goes on. */
const EVERY_MS = 500;
const EVERY_STEPS = 8;

/**
 * When it is not asked for any more. Nobody rests before two frames went by besides: where a frame takes long, the next step of a
 * brush is still on its way, and work in between would make the frames longer still.
 */
export function afterwards(work: () => void, ms = REST_MS): () => void {
  let asked = 0;
  return () => {
    const mine = (asked += 1);
    const still = (then: () => void) => (): void => {
      if (mine === asked) then();
    };
    setTimeout(still(() => requestAnimationFrame(still(() => requestAnimationFrame(still(work))))), ms);
  };
}

/** At once, then now and then while it is asked for, and when that rests. */
export function atRest<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  let [isResting, done, steps] = [true, 0, 0];
  let latest: A;
  const go = (): void => {
    [isResting, done, steps] = [false, performance.now(), 0];
    work(...latest);
  };
  const later = afterwards(() => {
    if (steps > 0) go();
    isResting = true;
  });
  return (...args) => {
    latest = args;
    steps += 1;
    if (isResting || (steps >= EVERY_STEPS && performance.now() - done >= EVERY_MS)) go();
    later();
  };
}
