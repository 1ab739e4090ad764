/** What `test:gpu` found, and how it is told to a person. */
import { type Figure, figure } from '../report/bench-document.js';

export interface GpuCheck {
  readonly name: string;
  readonly holds: boolean;
  /** What was found, in a few words. */
  readonly found: string;
  /** What it takes to hold. */
  readonly wanted: string;
}

export interface GpuReport {
  /** What was tested, such as `0: NVIDIA H100 80GB HBM3`; `CPU` in a rehearsal. */
  readonly devices: readonly string[];
  readonly checks: readonly GpuCheck[];
  /** Milliseconds of a step, and how many times as fast the GPU is. */
  readonly figures: readonly Figure[];
  /** Ops that the step ran on the CPU although it trains on the GPU. */
  readonly onCpu: readonly string[];
}

/** The value is at most the limit. */
export function within(name: string, value: number, limit: number): GpuCheck {
  return { name, holds: value <= limit, found: value.toExponential(1), wanted: `<= ${limit}` };
}

export function same(name: string, digests: readonly string[]): GpuCheck {
  const different = new Set(digests).size;
  return {
    name,
    holds: different === 1,
    found: different === 1 ? (digests[0] ?? '').slice(0, 12) : `${different} different digests`,
    wanted: 'the same bytes',
  };
}

/** Figures of one batch size, from the seconds that `steps` steps took in each round. */
export function speedFigures(
  rows: number,
  steps: number,
  gpu: readonly number[],
  cpu: readonly number[],
): Figure[] {
  const ms = (seconds: readonly number[]) => seconds.map((each) => (each / steps) * 1000);
  return [
    figure(`gpu-${rows}`, ms(gpu), 'ms/step'),
    figure(`cpu-${rows}`, ms(cpu), 'ms/step'),
    figure(
      `speedup-${rows}`,
      gpu.map((seconds, round) => (cpu[round] ?? Number.NaN) / seconds),
      'x',
    ),
  ];
}

export function renderGpuReport({ devices, checks, figures, onCpu }: GpuReport): string {
  const rows = [
    ['check', 'found', 'wanted', ''],
    ...checks.map(({ name, found, wanted, holds }) => [name, found, wanted, holds ? 'holds' : 'FAILED']),
  ];
  const timings = [
    ['case', 'median', 'low', 'high', 'unit'],
    ...figures.map(({ case: name, value, low, high, unit }) => [
      name,
      ...[value, low, high].map((each) => each.toFixed(2)),
      unit,
    ]),
  ];
  return [
    `test:gpu (${devices.join('; ')})`,
    '',
    ...aligned(rows),
    '',
    ...aligned(timings),
    '',
    onCpu.length === 0 ? 'Every op ran on the GPU.' : `On the CPU of its own accord: ${onCpu.join(', ')}.`,
    '',
  ].join('\n');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
