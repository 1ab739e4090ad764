/**
 * `npm run test:gpu [-- --json]`, once everything is set up: tests and times training on this machine's GPUs. With
 * `--rehearse` the CPU stands in for two of them.
 * Exit codes: 0 all holds, or there is no GPU; 1 something does not hold; 2 wrong request; 3 a part is missing.
 */
import { parseArgs } from 'node:util';
import { EspalierError } from '@espalier/domain';
import { findGpus } from '@espalier/native';
import { loadSettings } from '@espalier/settings';
import { describeMachine } from '../report/machine.js';
import { say } from '../report/say.js';
import { renderGpuReport } from './gpu-report.js';
import { type GpuTestOptions, rehearsal, testGpus } from './gpu-test.js';

async function devices(rehearse: boolean): Promise<GpuTestOptions> {
  if (rehearse) return rehearsal;
  const gpus = await findGpus(loadSettings());
  return { gpus: gpus.map(({ id }) => id), names: gpus.map(({ id, name }) => `${id}: ${name}`) };
}

async function main(args: readonly string[]): Promise<number> {
  let values: { json: boolean; rehearse: boolean };
  try {
    const flag = { type: 'boolean', default: false } as const;
    ({ values } = parseArgs({ args: [...args], options: { json: flag, rehearse: flag } }));
  } catch (error) {
    say(
      `${error instanceof Error ? error.message : error}\nusage: npm run test:gpu -- [--json] [--rehearse]`,
    );
    return 2;
  }
  const found = await devices(values.rehearse).catch((error: unknown) => {
    if (!(error instanceof EspalierError) || error.code !== 'native.no-gpu') throw error;
    return error;
  });
  if (found instanceof EspalierError) {
    process.stdout.write(
      values.json ? `${JSON.stringify({ skipped: found.message })}\n` : `${found.message}\n`,
    );
    return 0;
  }
  const report = await testGpus(found);
  const machine = describeMachine();
  process.stdout.write(values.json ? `${JSON.stringify({ ...report, machine })}\n` : renderGpuReport(report));
  return report.checks.every(({ holds }) => holds) ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof EspalierError)) throw error;
  process.stderr.write(`${error.message}\n${error.fix} (${error.code})\n`);
  process.exitCode = error.kind === 'infra' ? 3 : error.kind === 'user' ? 2 : 1;
}
