import { expect, test } from 'vitest';
import { actionOf, type PressedKey } from './keys.js';

const pressed = (key: string, more: Partial<PressedKey> = {}): PressedKey => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, isTyped: false, isAsking: false },
  ...more,
});

test('Ctrl or Cmd with K opens the palette, also out of a field', () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { ctrlKey: true, isTyped: true }]) {
    expect(actionOf(pressed('k', more), null)).toEqual({ name: 'palette' });
  }
  expect(actionOf(pressed('k'), null)).toBeNull();
  expect(actionOf(pressed('k', { ctrlKey: true, altKey: true }), null)).toBeNull();
});

test('what is typed, asked, or of the browser is nobody’s shortcut', () => {
  for (const more of [{ isTyped: true }, { isAsking: true }, { ctrlKey: true }, { altKey: true }]) {
    for (const key of ['?', 'g', 'n', '/']) expect(actionOf(pressed(key, more), null)).toBeNull();
  }
  expect(actionOf(pressed('k', { ctrlKey: true, isAsking: true }), null)).toBeNull();
});

test('g waits for the letter of a view, and no other letter after it means one', () => {
  expect(actionOf(pressed('g'), null)).toEqual({ name: 'await' });
  expect(actionOf(pressed('r'), 'g')).toEqual({ name: 'view', letter: 'r' });
  expect(actionOf(pressed('r'), null)).toBeNull();
  expect(actionOf(pressed('x'), 'g')).toBeNull();
  expect(actionOf(pressed('?'), 'g')).toEqual({ name: 'shortcuts' });
  expect(actionOf(pressed('toString'), 'g')).toBeNull();
});
