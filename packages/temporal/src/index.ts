export { openTemporal } from './open-temporal.js';
