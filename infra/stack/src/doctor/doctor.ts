/** `espalier doctor`: looks at everything that a run relies on, and changes nothing. */
import { loadSettings, type Settings } from '@espalier/settings';
import type { DoctorCheck } from './doctor-check.js';
import { machineChecks } from './machine-checks.js';
import { serverChecks } from './server-check.js';
import { redisChecks, type SlotLister, temporalChecks } from './service-checks.js';
import { storageChecks } from './storage-checks.js';

export interface DoctorOptions {
  /** How to list the slots of worker hosts; without it they are not looked at. */
  readonly listSlots?: SlotLister;
}

/** Never rejects: what can't be looked at is a check that failed. */
export async function doctor(
  settings: Settings = loadSettings(),
  { listSlots }: DoctorOptions = {},
): Promise<readonly DoctorCheck[]> {
  const groups = await Promise.all([
    machineChecks(settings),
    temporalChecks(settings),
    redisChecks(settings, listSlots),
    storageChecks(settings),
    serverChecks(settings),
  ]);
  return groups.flat();
}
