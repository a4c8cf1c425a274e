// Starts the page: the store from the address, the frame, the map, then the events.
//
// In: the address and the browser's languages. Out: a running page. It must not do anything else.

import { createMap, createPairMap, createReportMap } from './map';
import { beginFromAddress, BEGINNING, bindAddress, countUnits, createStore, follow, load } from './state';
import { createUi } from './ui';

const store = createStore(beginFromAddress(BEGINNING, navigator.languages));
const { map, report, pair } = createUi(document.body, store);
createMap(map, store);
createReportMap(report, store);
createPairMap(pair, store);
bindAddress(store);
countUnits(store);
// Before the events are asked for, so that no change falls between the two.
follow(store);
void load(store);
