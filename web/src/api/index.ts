// What the state may ask the server.

export * from './client';
export type * from './types';
