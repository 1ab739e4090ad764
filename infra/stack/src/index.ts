export { type DoctorOptions, doctor } from './doctor/doctor.js';
export type { DoctorCheck } from './doctor/doctor-check.js';
export { type DownOptions, type DownResult, down } from './down.js';
export { type Listener, listenersOf } from './listeners.js';
export { type StackStatus, type StatusRow, status } from './status.js';
export { startTestProxy, type TestProxy } from './test-proxy.js';
export { startTestServers, type TestServerPart, type TestServers } from './test-servers.js';
export { type UpOptions, type UpResult, up } from './up.js';
export type { WorkerCounts, WorkerRole } from './worker-specs.js';
