/** Responsible for how long the server waits for Temporal before it says that it is away: somebody sits before the page, and asks again. */
import type { Settings } from '@espalier/settings';

const patienceMs = 3_000;

export function brieflyPatient(settings: Settings): Settings {
  return { ...settings, temporal: { ...settings.temporal, patienceMs } };
}
