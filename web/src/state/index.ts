// What main, ui and map may use of the state.

export type {
  AzEvent,
  BasemapName,
  Claim,
  Detected,
  Figure,
  Geometry,
  ImportReport,
  Place,
  Position,
  Problem,
  Rival,
  Shapes,
  Suggestion,
  Verdict,
  VerdictWord,
} from '../api';
export { ApiError } from '../api';
export * from './actions';
export * from './bins';
export * from './filter';
export * from './nearby';
export * from './rejects';
export * from './search';
export * from './state';
export * from './store';
export * from './twin';
export { isDay } from './address';
