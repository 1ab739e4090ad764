import { describe, expect, it } from 'vitest';
import type { PartitionScheme } from './partition-scheme.js';
import {
  hasPlaceholder,
  markerPath,
  markerProblem,
  partitionUri,
  templateProblem,
  templateRoot,
} from './uri-template.js';

const days: PartitionScheme = { key: 'day', every: '1d', timezone: 'UTC' };
const hours: PartitionScheme = { key: 'at', every: '1h', timezone: 'UTC' };

describe('a URI with a placeholder', () => {
  it.each([
    ['s3://logs/impressions/day={day}/', 's3://logs/impressions/day=2026-11-05/'],
    ['data/{day:yyyy/MM/dd}/*.parquet', 'data/2026/11/05/*.parquet'],
    ['data/{day:yyyyMMdd}.parquet', 'data/20261105.parquet'],
    ['data/year={day:yyyy}/month={day:MM}/day={day:dd}/', 'data/year=2026/month=11/day=05/'],
    ['{day}/{day}/{other}', '2026-11-05/2026-11-05/{other}'],
  ])('%s names one partition', (template, uri) => {
    expect(templateProblem(template, days)).toBeNull();
    expect(partitionUri(template, '2026-11-05', days)).toBe(uri);
  });

  it('names an hour', () => {
    expect(partitionUri('{at:yyyy-MM-dd}/{at:HH}/', '2026-11-05T07', hours)).toBe('2026-11-05/07/');
    expect(partitionUri('{at}/', '2026-11-05T07', hours)).toBe('2026-11-05T07/');
  });

  it.each([
    ['data/', /lacks \{day\}, which stands for the partition/],
    ['data/{Day}/', /lacks \{day\}/],
    ['data/{day:yyyy-MM}/', /does not tell one partition from another: dd is missing/],
    ['data/{day:MM}/{day:yyyy}/', /dd is missing/],
    ['data/{day:}/', /yyyy and MM and dd are missing/],
    ['data/{day:DD}/', /write it with yyyy, MM, dd/],
    ['data/{day:yyyy-MM-dd*}/', /write it with yyyy, MM, dd/],
    ['data/*/{day}/', /has a pattern before \{day\}/],
    ['data/[a]/{day}/', /has a pattern before \{day\}/],
    ['data/{day}/{day:DD}/', /write it with yyyy, MM, dd/],
  ])('%s is refused', (template, problem) => {
    expect(templateProblem(template, days)).toMatch(problem);
  });

  it('of hours needs the hour', () => {
    expect(templateProblem('{at:yyyy-MM-dd}/', hours)).toMatch(/HH is missing/);
  });

  it('has a root before the first placeholder', () => {
    expect(templateRoot('s3://logs/day={day}/h={day:HH}/', 'day')).toBe('s3://logs/');
    expect(templateRoot('day={day}/', 'day')).toBe('');
    expect(hasPlaceholder('a{day:yyyy}b', 'day')).toBe(true);
    expect(hasPlaceholder('a{daytime}b', 'day')).toBe(false);
  });

  it('has its marker beside the files of a partition', () => {
    const markerOf = (template: string) => markerPath(template, '2026-11-05', '_SUCCESS', days);
    expect(markerOf('s3://logs/day={day}/')).toBe('s3://logs/day=2026-11-05/_SUCCESS');
    expect(markerOf('y={day:yyyy}/d={day:MM-dd}/part/*.parquet')).toBe('y=2026/d=11-05/_SUCCESS');
    expect(markerOf('day={day}/{day}.parquet')).toBe('day=2026-11-05/_SUCCESS');
    expect(markerOf('data/{day}.parquet')).toBeNull();
    expect(markerOf('{day:yyyy}/{day:MM-dd}.parquet')).toBeNull();
    expect(markerOf('data/app-*-{day}/')).toBeNull();
    expect(markerProblem('data/app-*-{day}/', days)).toMatch(/has a pattern in a folder/);
    expect(markerProblem('{day:yyyy}/*/{day:MM-dd}/', days)).toMatch(/has a pattern in a folder/);
    expect(markerProblem('{day}/app-*/', days)).toBeNull();
  });
});
