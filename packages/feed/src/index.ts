export { type Action, actions } from './action-model.js';
export { defaultFeed, type FeedParameters, feedLimits } from './feed-parameters.js';
export { type FeedTarget, FolderTarget, type ObjectStore, PrefixTarget } from './feed-target.js';
export {
  type FeedProgress,
  type GeneratedFeed,
  type GenerateOptions,
  generateFeed,
} from './generate-feed.js';
