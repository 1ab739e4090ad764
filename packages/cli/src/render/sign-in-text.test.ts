import { expect, it } from 'vitest';
import { signInText } from './sign-in-text.js';

const url = 'http://127.0.0.1:7300/sign-in#code_x';

it('the link stands on a line of its own', () => {
  expect(signInText({ url }, false).split('\n')).toEqual(['Sign in, once and within ten minutes:', url]);
});

it('who came by ssh is told the way to loopback, and to no other place', () => {
  expect(signInText({ url }, true).split('\n').at(-1)).toContain('ssh -N -L 7300:127.0.0.1:7300');
  expect(signInText({ url: 'https://espalier.example/sign-in#code_x' }, true).split('\n')).toHaveLength(2);
});
