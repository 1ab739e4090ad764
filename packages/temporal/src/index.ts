export { askPatiently, lacksNamespace } from './ask-patiently.js';
export { askUntilAborted } from './ask-until-aborted.js';
export { openTemporal } from './open-temporal.js';
export { type StartedUpdate, updateWithStart } from './update-with-start.js';
