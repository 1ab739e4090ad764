/**
 * Responsible for durations, rates, counts and sizes as people read them.
 * Leaves to others: where they stand on the screen.
 */
import type { StageName } from '@espalier/domain';
import { stageDeclarations } from '@espalier/spec/stages';

/** `0.4 s`, `43 s`, `2:05 min`, `1:02:05 h`. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)} min`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)} h`;
}

/** `950`, `12.3k`, `4.50M`. */
export function countText(count: number): string {
  if (count < 1000) return String(Math.round(count));
  if (count < 1e6) return `${(count / 1e3).toPrecision(3)}k`;
  return `${(count / 1e6).toPrecision(3)}M`;
}

/** `512 B`, `3.2 MB`. */
export function sizeText(sizeBytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3));
  const value = sizeBytes / 10 ** (3 * power);
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

/** Of a run of a later version not all are known here. */
const declarations: Partial<typeof stageDeclarations> = stageDeclarations;

/** `16 shards`; a gang's stage is made of ranks. */
export function partsText(stage: StageName, count: number): string {
  const one = declarations[stage]?.work.kind === 'gang' ? 'rank' : 'shard';
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

/** A bar of `width` characters, filled by `share` (0 to 1). */
export function barText(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}
