export { askPatiently, lacksNamespace } from './ask-patiently.js';
export { openTemporal } from './open-temporal.js';
export { type StartedUpdate, updateWithStart } from './update-with-start.js';
