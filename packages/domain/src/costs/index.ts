export {
  type ExpectedCost,
  type ExpectedStage,
  expectedCost,
  type PastRun,
  type StageAhead,
} from './expected-cost.js';
export {
  firstObstacle,
  type HostPool,
  type HostRole,
  type Obstacle,
  type SlotNeed,
} from './first-obstacle.js';
export { type PastDurations, pastDurations, type SecondsSpread } from './past-durations.js';
