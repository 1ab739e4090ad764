/**
 * Responsible for the local stack as a table: each process, its state, where it answers.
 * Leaves to others: finding that out (stack).
 */
import { processEndText } from '@espalier/domain';
import type { StackStatus, StatusRow } from '@espalier/stack';
import { type Width, wrapped } from './fit-width.js';
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

const columns = [
  { title: 'process' },
  { title: 'state' },
  { title: 'pid', weight: 2 },
  { title: 'up for', weight: 3 },
  { title: 'restarts', weight: 1 },
  { title: 'address', weight: 4 },
];

export function stackText(status: StackStatus, width: Width): string {
  const lines = [wrapped(`The local stack in ${status.homeDir} ${phases[status.phase]}.`, width)];
  if (status.rows.length > 0) {
    const rows = status.rows.map(({ name, state, pid, uptimeMs, restarts, address }) => {
      const uptime = uptimeMs === null ? '' : durationText(uptimeMs / 1000);
      return [name, colours[state](state), String(pid ?? ''), uptime, String(restarts || ''), address ?? ''];
    });
    lines.push(plainTable(columns, rows, width));
  }
  for (const { name, restarts, lastEnd } of status.rows) {
    if (restarts === 0 || lastEnd === null) continue;
    const ago = durationText(Math.max(0, Date.now() - lastEnd.atMs) / 1000);
    lines.push(
      wrapped(`${name} (process ${lastEnd.pid}) ended ${ago} ago ${processEndText(lastEnd)}.`, width),
    );
  }
  if (status.temporalUiUrl !== null && status.phase === 'ready')
    lines.push(wrapped(`Temporal's pages: ${status.temporalUiUrl}`, width));
  const server = status.rows.find(({ name, state }) => name === 'server' && state === 'running');
  if (server) {
    const told = `The server: ${status.serverUrl ?? `http://${server.address}`}/, where \`espalier open\` signs a browser in; its first token lies in ${status.homeDir}/admin-token`;
    lines.push(wrapped(told, width));
  }
  return lines.join('\n');
}
