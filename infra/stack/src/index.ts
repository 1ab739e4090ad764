export { startTestServers, type TestServerPart, type TestServers } from './test-servers.js';
