import type { EspalierClient, RunDetail } from '@espalier/client';
import { expect, it } from 'vitest';
import { RunDetails } from './run-detail.js';

function detailsOf(report: RunDetail['report'] | 'fails') {
  let asked = 0;
  const detail = async () => {
    asked += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (report === 'fails') throw new Error('away');
    return { report } as RunDetail;
  };
  return { details: new RunDetails({ detail } as unknown as EspalierClient), asked: () => asked };
}

it('requests at one time share a reading; one that has ended is read once', async () => {
  const ended = detailsOf({} as RunDetail['report']);
  const [one, other] = await Promise.all([ended.details.read('a'), ended.details.read('a')]);
  expect([one === other, ended.asked()]).toEqual([true, 1]);
  await ended.details.read('a');
  expect(ended.asked()).toBe(1);
  await ended.details.read('b');
  expect(ended.asked()).toBe(2);
});

it('one that goes on is read anew, and so is one that could not be read', async () => {
  const going = detailsOf(null);
  await going.details.read('a');
  await going.details.read('a');
  expect(going.asked()).toBe(2);
  const failing = detailsOf('fails');
  await expect(Promise.all([failing.details.read('a'), failing.details.read('a')])).rejects.toThrow('away');
  await expect(failing.details.read('a')).rejects.toThrow('away');
  expect(failing.asked()).toBe(2);
});
