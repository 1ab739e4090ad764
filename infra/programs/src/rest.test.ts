import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const rest = fileURLToPath(new URL('../dist/rest.js', import.meta.url));

/** Allocates for a while, then waits and tells its resident memory in MiB, four times a second. */
const program = `
  import { restWhenIdle } from ${JSON.stringify(rest)};
  restWhenIdle();
  let kept = Array.from({ length: 2_000_000 }, (_, i) => ({ i }));
  kept = [kept.length];
  setInterval(() => console.log(Math.round(process.memoryUsage.rss() / 2 ** 20)), 250);
`;

it('gives back the memory of what it has done once it has nothing to do', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let first: number | undefined;
    for await (const line of createInterface(child.stdout)) {
      first ??= Number(line);
      if (Number(line) < first - 50) return;
    }
  } finally {
    child.kill();
  }
  expect.fail('it ended');
});
