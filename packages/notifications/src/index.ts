export {
  deadLetters,
  forgetDeadLetter,
  keepDeadLetter,
  keepNotification,
  latestNotifications,
  notificationKey,
  readNotification,
} from './notification-log.js';
export { send } from './send.js';
export { isWanted, readTargets, type Target } from './targets-file.js';
export { modelChanged, runEnded } from './words.js';
