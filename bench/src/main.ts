/**
 * `npm run bench -- NAME [--json] [--runs N]`: runs one benchmark and prints a table, or one JSON document.
 * Exit codes as everywhere: 0 measured (whether or not a target holds), 1 failed, 2 wrong request, 3 a service or part
 * is missing.
 */
import { parseArgs } from 'node:util';
import { EspalierError } from '@espalier/domain';
import { benches } from './benches.js';
import type { BenchDocument } from './report/bench-document.js';
import { describeMachine } from './report/machine.js';
import { renderTable } from './report/render-table.js';

function usage(problem: string): number {
  const names = [...benches].map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  process.stderr.write(`${problem}\nusage: npm run bench -- NAME [--json] [--runs N]\n${names.join('\n')}\n`);
  return 2;
}

async function main(args: readonly string[]): Promise<number> {
  let parsed: { values: { json?: boolean; runs?: string }; positionals: string[] };
  try {
    const options = { json: { type: 'boolean' }, runs: { type: 'string' } } as const;
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const [name, ...others] = parsed.positionals;
  if (name === undefined || others.length > 0) return usage('Name one benchmark.');
  const bench = benches.get(name);
  if (bench === undefined) return usage(`There is no benchmark ${name}.`);
  const { runs } = parsed.values;
  if (runs !== undefined && !bench.takesRuns) return usage(`${name} takes no --runs.`);
  if (runs !== undefined && !/^[1-9]\d{0,6}$/.test(runs))
    return usage(`--runs ${runs} is no number of runs.`);
  const { results, baselines, notes, text } = await bench.run({
    runs: runs === undefined ? undefined : Number(runs),
  });
  const document: BenchDocument = { name, results, baselines, notes, machine: describeMachine() };
  process.stdout.write(`${parsed.values.json ? JSON.stringify(document) : renderTable(document, text)}\n`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof EspalierError)) throw error;
  process.stderr.write(`${error.message}\n${error.fix} (${error.code})\n`);
  process.exitCode = error.kind === 'infra' ? 3 : error.kind === 'user' ? 2 : 1;
}
