export { championDrifted, driftOver } from './drift-words.js';
export {
  deadLetters,
  forgetDeadLetter,
  isTold,
  keepDeadLetter,
  keepNotification,
  latestNotifications,
  markTold,
  notificationKey,
  readNotification,
} from './notification-log.js';
export { send } from './send.js';
export { isWanted, readTargets, type Target } from './targets-file.js';
export { deadlineUntried, modelChanged, runEnded } from './words.js';
