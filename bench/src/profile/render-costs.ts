/** The costliest nodes of profiled steps as a table for a person. */
import type { NodeCost } from '@espalier/tensorflow';

export interface ProfileSummary {
  readonly path: string;
  readonly steps: number;
  readonly batchSize: number;
  readonly stepMs: readonly number[];
  readonly costs: readonly NodeCost[];
}

export function renderCosts({ path, steps, batchSize, stepMs, costs }: ProfileSummary): string {
  const middle = [...stepMs].sort((a, b) => a - b)[Math.floor(stepMs.length / 2)] ?? 0;
  const rows = [
    ['node', 'op', 'device', 'ms a step', 'share of all nodes'],
    ...costs.map(({ node, op, device, totalUs, share }) => [
      node,
      op,
      device.replace(/^.*\/device:/, ''),
      (totalUs / 1000 / steps).toFixed(3),
      `${(share * 100).toFixed(1)} %`,
    ]),
  ];
  const firstNumber = 3;
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < firstNumber ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return [
    `profile: ${steps} steps of ${batchSize} rows, ${middle.toFixed(2)} ms each in the middle (tracing itself takes time)`,
    '',
    ...lines,
    '',
    `${path}: open it in ui.perfetto.dev or chrome://tracing.`,
    '',
  ].join('\n');
}
