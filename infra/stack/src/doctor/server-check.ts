/** Whether the local server answers. Without one nothing is wrong: commands work without it. */
import type { Settings } from '@espalier/settings';
import { check, type DoctorCheck } from './doctor-check.js';

const patienceMs = 5_000;

export async function serverChecks({ server }: Settings): Promise<readonly DoctorCheck[]> {
  if (server.address === null) return [];
  const url = `http://${server.address}/v1/health`;
  const answers = await check('server', 'espalier up', async () => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) }).catch(() => null);
    if (answer?.status !== 200) throw new Error(`http://${server.address} does not answer.`);
    const { services } = (await answer.json()) as { services: Readonly<Record<string, string>> };
    const away = Object.keys(services).filter((name) => services[name] !== 'up');
    if (away.length > 0) throw new Error(`it does not reach ${away.join(', ')}.`);
    return `http://${server.address}`;
  });
  return [answers];
}
