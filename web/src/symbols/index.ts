// Every sign on the page is drawn here.

export * from './icons';
export * from './ink';
export * from './kind';
export * from './pie';
export { svg } from './svg';
