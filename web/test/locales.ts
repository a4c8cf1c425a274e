// Both languages, fetched before a test needs them.

import { learn } from '../src/locale';
import { en } from '../src/locale/en';
import { fr } from '../src/locale/fr';

await Promise.all([learn('en'), learn('fr')]);
export const LOCALES = { en, fr };
