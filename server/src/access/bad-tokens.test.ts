import { expect, it } from 'vitest';
import { BadTokens, senderOf } from './bad-tokens.js';

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::FFFF:10.1.2.3', '10.1.2.3'],
  ['::1', '0:0:0:0'],
  ['2001:db8:0:7::1', '2001:db8:0:7'],
  ['2001:0DB8::7:aaaa:bbbb:cccc:dddd', '2001:db8:0:7'],
  ['2001:db8:0:7:1:2:3:4', '2001:db8:0:7'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['2001:db8::', '2001:db8:0:0'],
])('%s counts as %s', (address, sender) => {
  expect(senderOf(address)).toBe(sender);
});

it('another address of the same network is no other sender, and has no end of them', () => {
  const bad = new BadTokens();
  const refused = Array.from({ length: 100 }, (_, index) => bad.count(`2001:db8::${index.toString(16)}`));
  expect(refused.filter((isTooMany) => isTooMany)).toHaveLength(40);
  expect(bad.count('2001:db8:0:1::1')).toBe(false);
});
