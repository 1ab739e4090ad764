import { EspalierError } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { exitCodeOfKind, exitCodeOfRun } from './exit-codes.js';
import { toEspalierError } from './to-espalier-error.js';

describe('exit codes', () => {
  it.each([
    ['user', 2],
    ['infra', 3],
    ['platform', 1],
  ] as const)('an error of kind %s ends with %d', (kind, code) => {
    expect(exitCodeOfKind(kind)).toBe(code);
  });

  it.each([
    ['succeeded', 0],
    ['running', 0],
    ['failed', 1],
    ['cancelled', 1],
  ] as const)('a run that %s ends with %d', (status, code) => {
    expect(exitCodeOfRun(status)).toBe(code);
  });
});

describe('toEspalierError', () => {
  const known = new EspalierError('spec.invalid', 'x');
  it.each([
    ['an error of ours', known, 'spec.invalid', 'x'],
    [
      'a full disk',
      Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', path: '/a' }),
      'stack.disk-full',
      'The disk is full: /a.',
    ],
    [
      'a forbidden file',
      Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/a' }),
      'request.invalid',
      'Permission denied: /a.',
    ],
    ['anything else', new TypeError('a is not a function'), 'workflow.unexpected', 'a is not a function'],
    ['no error at all', 'text', 'workflow.unexpected', 'text'],
  ])('%s', (_name, thrown, code, message) => {
    expect(toEspalierError(thrown)).toMatchObject({ code, message });
  });
});
