// Asks for the words of the page while its script is still on its way.
//
// In: the address and the browser's languages. Out: words that are there when they are looked for. It must stay small:
// it is the first that comes.

import { languageOf } from './language';
import { learn } from './locale/learn';

// The page itself asks again, and says what failed.
learn(languageOf(location.hash, navigator.languages)).catch(() => {});
