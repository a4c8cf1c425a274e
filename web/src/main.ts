// Starts the page: the store from the address, the frame, the map, then the events.
//
// In: the address and the browser's languages. Out: a running page. It must not do anything else.

import { createMap } from './map';
import { beginFromAddress, BEGINNING, bindAddress, createStore, load } from './state';
import { createUi } from './ui';

const store = createStore(beginFromAddress(BEGINNING, navigator.languages));
const { map } = createUi(document.body, store);
createMap(map, store);
bindAddress(store);
void load(store);
