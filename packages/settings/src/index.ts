export {
  type Endpoints,
  endpointsFileName,
  endpointsSchema,
  loadSettings,
  type S3Settings,
  type Settings,
} from './settings.js';
