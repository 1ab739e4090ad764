import { expect, it } from 'vitest';
import { pageFileOf } from './page-file.js';

const html = 'text/html,application/xhtml+xml,*/*;q=0.8';
const index = { path: 'index.html', isHashed: false };

it.each(['', 'index.html'])('%j is the page, whoever asks', (path) => {
  expect(pageFileOf(path, undefined)).toEqual(index);
});

it.each(['sign-in', 'runs', 'runs/feed-20260101-000000-aaaa', 'models/home-feed@3', 'v2', 'v1x/y'])(
  '%j is a view for who looks at pages, and nothing else',
  (path) => {
    expect(pageFileOf(path, html)).toEqual(index);
    expect(pageFileOf(path, '*/*')).toBeNull();
    expect(pageFileOf(path, undefined)).toBeNull();
  },
);

it.each([
  ['assets/index-B1x_9-a.js', true],
  ['assets/fonts/inter.woff2', true],
  ['favicon.svg', false],
])('%j is a file, hashed: %j', (path, isHashed) => {
  expect(pageFileOf(path, '*/*')).toEqual({ path, isHashed });
});

it.each(['v1', 'v1/', 'v1/nothing', 'v1/openapi.yaml'])('%j is the API’s', (path) => {
  expect(pageFileOf(path, html)).toBeNull();
});

it.each([
  '../server/dist/server-main.js',
  'assets/../../package.json',
  'assets/..',
  'assets/.secret',
  '.sources',
  '..',
  'assets/a\\..\\b.js',
  'assets/a\0.js',
  'assets//etc/passwd',
])('%j leads to no file', (path) => {
  expect([index, null]).toContainEqual(pageFileOf(path, html));
  expect(pageFileOf(path, '*/*')).toBeNull();
});
