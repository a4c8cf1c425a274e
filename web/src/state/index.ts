// What main, ui and map may use of the state.

export type {
  Article,
  ArticleForm,
  AzEvent,
  BasemapName,
  Claim,
  Column,
  ConfidencePart,
  QueueCounts,
  Detected,
  Draft,
  Figure,
  Geometry,
  ImportRecord,
  ImportReport,
  Item,
  ItemKind,
  Job,
  Kept,
  ListOptions,
  Mention,
  Pair,
  PastRuling,
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
export { ApiError, forgetEdits, ITEM_KINDS, history, nearby, rejectsPath, tilesWanted, type ExportFormat, type History, type HistoryStep, type Near, type Nearby } from '../api';
export * from './actions';
export * from './bins';
export * from './chosen';
export * from './columns';
export * from './exporting';
export * from './figures';
export * from './filter';
export * from './flow';
export * from './importing';
export * from './live';
export * from './nearby';
export * from './pairs';
export * from './pasting';
export * from './play';
export * from './records';
export * from './rejects';
export * from './rest';
export * from './review';
export * from './search';
export * from './sitting';
export * from './sketch';
export * from './sorting';
export * from './state';
export * from './store';
export * from './twin';
export * from './units';
export { isDay } from './address';
