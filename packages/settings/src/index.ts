export {
  type Endpoints,
  endpointsFileName,
  endpointsSchema,
  inheritedEnvironment,
  loadSettings,
  type S3Settings,
  type Settings,
} from './settings.js';
