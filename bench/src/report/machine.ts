/** Which machine the figures are from. */
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Machine } from './bench-document.js';

export function describeMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? process.arch,
    cores: cores.length,
    memoryBytes: totalmem(),
    platform: `${platform()} ${release()}`,
    node: process.versions.node,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
