/**
 * Responsible for the local stack as a table: each process, its state, where it answers.
 * Leaves to others: finding that out (stack).
 */
import type { StackStatus, StatusRow } from '@espalier/stack';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { durationText } from './quantities.js';

const colours: Readonly<Record<StatusRow['state'], (text: string) => string>> = {
  waiting: paint.dim,
  starting: paint.yellow,
  running: paint.green,
  'backing-off': paint.red,
  stopped: paint.red,
  external: paint.cyan,
};

const phases: Readonly<Record<StackStatus['phase'], string>> = {
  down: 'is down; start it with `espalier up`',
  starting: 'is starting',
  ready: 'is up',
  stopping: 'is stopping',
  unsupervised: 'runs without its supervisor, so that nothing restarts what dies; `espalier up` mends that',
};

export function stackText(status: StackStatus): string {
  const lines = [`The local stack in ${status.homeDir} ${phases[status.phase]}.`];
  if (status.rows.length > 0) {
    const table = plainTable(['process', 'state', 'pid', 'up for', 'restarts', 'address']);
    for (const { name, state, pid, uptimeMs, restarts, address } of status.rows) {
      const uptime = uptimeMs === null ? '' : durationText(uptimeMs / 1000);
      table.push([
        name,
        colours[state](state),
        String(pid ?? ''),
        uptime,
        String(restarts || ''),
        address ?? '',
      ]);
    }
    lines.push(table.toString());
  }
  if (status.temporalUiUrl !== null && status.phase === 'ready')
    lines.push(`Temporal's pages: ${status.temporalUiUrl}`);
  return lines.join('\n');
}
