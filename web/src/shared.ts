// What the server's pages share with the map, so that both say the same: words by code, and the symbols of kinds.
//
// In: nothing. Out: one value that becomes JSON; messages that are functions are left out there.

import { en } from './locale/en';
import { fr } from './locale/fr';
import { SHAPES } from './symbols/kind';

export const shared = { en, fr, shapes: SHAPES };
