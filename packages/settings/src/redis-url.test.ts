import { describe, expect, it } from 'vitest';
import { redisPlace } from './redis-url.js';
import { loadSettings } from './settings.js';

const load = (url: string) => loadSettings({ ESPALIER_REDIS_URL: url });

describe('a password that a URL can not hold as it is', () => {
  it.each([
    'redis://:se#cret@cache.example:6379',
    'redis://:se/cret@cache.example:6379',
    'redis://:se?cret@cache.example:6379',
    'redis://:se@cret@cache.example:6379',
    'redis://:se%cret@cache.example:6379',
    'redis://:12#34cret@cache.example:6379/0',
    'redis://user:12#34cret@cache.example:6379/0',
    'redis://user:12/34cret@cache.example:6379/0',
    'redis://user:12?34cret@cache.example:6379/0',
    'rediss://user:%zzcret@cache.example',
    'redis://user:se[cret@[::1',
  ])('is told to be percent-encoded, without a part of it (%s)', (url) => {
    let message = '';
    try {
      load(url);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain('percent-encode');
    expect(message).toContain('ESPALIER_REDIS_URL');
    expect(message).not.toMatch(/cret|se[#/?@%[]|12|34|user:|cache\.example/);
  });

  it('is read once it is percent-encoded', () => {
    const url = `redis://user:${encodeURIComponent('#/?@:% ü')}@cache.example:6380/2`;
    expect(load(url).redis.url).toBe(url);
    expect(redisPlace(url)).toBe('cache.example:6380 (database 2)');
  });
});

it.each(['redis://h/foo', 'redis://h/1/2', 'redis://h/-1', 'redis://h/1.5', 'redis://h/ 1'])(
  'what is no database number is refused (%s)',
  (url) => {
    expect(() => load(url)).toThrow('no database number');
  },
);

it.each(['http://h', 'localhost:6379', '', 'redis:/h'])('what is no Redis URL is refused (%s)', (url) => {
  expect(() => load(url)).toThrow('expected redis://');
});

it.each([
  'redis://h',
  'redis://h/',
  'redis://h:1/0',
  'rediss://:p@h/15',
  'redis://[::1]:6379',
  'redis://h?family=6',
])('other URLs are used as they are (%s)', (url) => {
  expect(load(url).redis.url).toBe(url);
});
