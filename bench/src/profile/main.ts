/**
 * `npm run profile -- [--steps 20] [--batch-size 1024] [--output FILE] [--json]`: traces some training steps and the input
 * pipeline behind them, writes a timeline for ui.perfetto.dev and chrome://tracing, and prints the costliest nodes.
 * Exit codes as everywhere: 0 done, 2 wrong request, 3 a part is missing.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EspalierError } from '@espalier/domain';
import { loadSettings } from '@espalier/settings';
import { chromeTrace, costliestNodes } from '@espalier/tensorflow';
import { describeMachine } from '../report/machine.js';
import { recordProfile } from './record-profile.js';
import { renderCosts } from './render-costs.js';

const costliest = 10;

function usage(problem: string): number {
  process.stderr.write(
    `${problem}\nusage: npm run profile -- [--steps 20] [--batch-size 1024] [--output profile.json] [--json]\n`,
  );
  return 2;
}

function wholeNumber(text: string): number | null {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

async function main(args: readonly string[]): Promise<number> {
  const options = {
    steps: { type: 'string', default: '20' },
    'batch-size': { type: 'string', default: '1024' },
    output: { type: 'string', default: 'profile.json' },
    json: { type: 'boolean', default: false },
  } as const;
  let values: { steps: string; 'batch-size': string; output: string; json: boolean };
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const steps = wholeNumber(values.steps);
  const batchSize = wholeNumber(values['batch-size']);
  if (steps === null || batchSize === null) return usage('Steps and batch size are whole numbers above 0.');
  const settings = loadSettings();
  const { timeline, nodes, stepMs } = await recordProfile({ settings, steps, batchSize });
  const machine = describeMachine();
  const path = resolve(values.output);
  const about = { steps: `${steps}`, batchSize: `${batchSize}`, device: settings.device, cpu: machine.cpu };
  await writeFile(path, JSON.stringify(chromeTrace(timeline, about)));
  const costs = costliestNodes(nodes, costliest);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ path, steps, batchSize, device: settings.device, stepMs, costs, machine })}\n`
      : renderCosts({ path, steps, batchSize, stepMs, costs }),
  );
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof EspalierError)) throw error;
  process.stderr.write(`${error.message}\n${error.fix} (${error.code})\n`);
  process.exitCode = error.kind === 'infra' ? 3 : error.kind === 'user' ? 2 : 1;
}
