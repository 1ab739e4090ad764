export { channelArgsOf, type GrpcProxy, hostOfAddress, isLoopback, proxyRemark } from './proxies.js';
export { redisPlace, redisRefusal } from './redis-url.js';
export {
  type Endpoints,
  endpointsFileName,
  endpointsSchema,
  inheritedEnvironment,
  loadSettings,
  type S3Settings,
  type Settings,
  type TemporalSettings,
} from './settings.js';
