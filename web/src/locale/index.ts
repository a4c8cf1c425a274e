// The words of the page.
//
// In: a language. Out: its messages, and how it writes numbers and dates. It must not know the page.

export type { Messages } from './en';
export * from './coordinates';
export * from './format';
export * from './learn';
export * from './reason';
export * from './titles';
