/** Responsible for following a backfill to its end: a line for each news of it. It goes on when nobody follows it any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BackfillClient } from '@espalier/client';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { leaveOnInterrupt } from '../interrupt/interrupt-signals.js';
import { backfillLine, backfillText } from '../render/backfills-text.js';

const lookEveryMs = 2_000;

export async function followBackfill(
  { output }: CommandContext,
  backfills: BackfillClient,
  id: string,
): Promise<ExitCode> {
  using _ = leaveOnInterrupt(() =>
    output.note(`${id} goes on; follow it again with:  espalier backfill show ${id} --wait`),
  );
  let last = '';
  for (;;) {
    const shown = await backfills.show(id);
    const line = backfillLine(shown);
    if (line !== last) output.progressStream.write(`${line}\n`);
    last = line;
    if (shown.status !== 'running') {
      output.print(`\n${backfillText(shown, output.width)}`);
      output.emit(shown);
      return shown.status === 'succeeded' ? exitCodes.done : exitCodes.failed;
    }
    await sleep(lookEveryMs);
  }
}
