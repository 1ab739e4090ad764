/** Responsible for how data is cut by time: the length of a partition, the clock that it goes by, and how a partition is called. */
import { IANAZone } from 'luxon';

export const partitionEveries = ['1d', '1h'] as const;
export type PartitionEvery = (typeof partitionEveries)[number];

export interface PartitionScheme {
  /** Of the placeholder in URIs, such as `day` for `day={day}/`. */
  readonly key: string;
  readonly every: PartitionEvery;
  /** By whose clocks days and hours are called; a name of the IANA database. */
  readonly timezone: string;
}

/** How a partition is called, in luxon's tokens (ISO 8601). */
export const labelFormats: Readonly<Record<PartitionEvery, string>> = {
  '1d': 'yyyy-MM-dd',
  '1h': "yyyy-MM-dd'T'HH",
};

export function isTimezone(name: string): boolean {
  return name === 'UTC' || (name.includes('/') && IANAZone.isValidZone(name));
}
