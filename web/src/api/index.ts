// What the state may ask the server.

export * from './client';
export * from './files';
export * from './imports';
export * from './live';
export * from './review';
export * from './tiles';
export * from './told';
export * from './units';
export * from './draft-types';
export type * from './report';
export type * from './types';
