import { expect, it } from 'vitest';
import { SuspectGate } from './suspect-gate.js';

it('runs a suspect alone, before newcomers, and the others side by side', async () => {
  const gate = new SuspectGate();
  const order: string[] = [];
  const leaveFirst = await gate.enter(false);
  const leaveSecond = await gate.enter(false);
  const suspect = gate.enter(true).then((leave) => {
    order.push('suspect');
    return leave;
  });
  const newcomer = gate.enter(false).then((leave) => {
    order.push('newcomer');
    return leave;
  });
  leaveFirst();
  leaveSecond();
  const leaveSuspect = await suspect;
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual(['suspect']);
  leaveSuspect();
  (await newcomer)();
  expect(order).toEqual(['suspect', 'newcomer']);
});
