import { expect, test } from 'vitest';
import { parseRequirements, pinnedRequirements } from './pinned-requirements.js';

const hash = `sha256:${'0'.repeat(64)}`;

test('a requirement keeps its hashes over continued lines, without comments', () => {
  const pins = parseRequirements(`# why\nsome-part==1.2.3 \\\n    --hash=${hash} \\\n    --hash=${hash}\n\n`);
  expect([...pins.values()]).toEqual([
    { name: 'some-part', version: '1.2.3', text: `some-part==1.2.3 --hash=${hash} --hash=${hash}` },
  ]);
});

test.each(['some-part', 'some-part>=1', 'some-part==1.0', 'some-part==1.0 --hash=md5:00'])(
  'what is not pinned by version and hash is refused: %s',
  (line) => {
    expect(() => parseRequirements(line)).toThrow(line);
  },
);

test('the GPU variant has all that the CPU variant has, and CUDA', () => {
  const cpu = [...pinnedRequirements('cpu').keys()];
  const gpu = [...pinnedRequirements('gpu').keys()];
  expect(gpu).toEqual(expect.arrayContaining([...cpu, 'tensorflow', 'nvidia-cudnn-cu12']));
});
