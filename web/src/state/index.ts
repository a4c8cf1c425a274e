// What main, ui and map may use of the state.

export type {
  AzEvent,
  BasemapName,
  Claim,
  Column,
  Decision,
  Detected,
  Figure,
  Geometry,
  ImportRecord,
  ImportReport,
  Job,
  ListOptions,
  Pair,
  PairState,
  Place,
  Position,
  Problem,
  Rival,
  Shapes,
  Side,
  Suggestion,
  Undone,
  Unit,
  UnitLevel,
  Verdict,
  VerdictWord,
} from '../api';
export { ApiError, forgetEdits, history, nearby, rejectsPath, tilesWanted, type ExportFormat, type History, type HistoryStep, type Near, type Nearby } from '../api';
export * from './actions';
export * from './bins';
export * from './chosen';
export * from './columns';
export * from './exporting';
export * from './filter';
export * from './flow';
export * from './importing';
export * from './live';
export * from './nearby';
export * from './pairs';
export * from './play';
export * from './records';
export * from './rejects';
export * from './search';
export * from './sketch';
export * from './sorting';
export * from './state';
export * from './store';
export * from './twin';
export * from './units';
export { isDay } from './address';
