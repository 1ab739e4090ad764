import { describe, expect, it } from 'vitest';
import { grpcProxyOf } from './proxies.js';

const proxy = 'http://proxy.example:3128';

describe('loopback never goes through a proxy', () => {
  const variables = ['grpc_proxy', 'https_proxy', 'http_proxy'];
  const addresses = [
    '127.0.0.1:1',
    '127.8.9.1:7233',
    'localhost:1',
    'LOCALHOST:1',
    'a.localhost:1',
    '[::1]:1',
  ];
  it.each(variables.flatMap((name) => addresses.map((address) => [name, address])))(
    '%s, %s',
    (name, address) => {
      expect(grpcProxyOf(address, { [name]: proxy })).toBeNull();
    },
  );
});

describe('an exemption counts', () => {
  it.each([
    ['temporal.corp:7233', 'temporal.corp'],
    ['temporal.corp:7233', '.corp'],
    ['temporal.corp:7233', '*.corp'],
    ['temporal.corp:7233', 'other, TEMPORAL.corp'],
    ['temporal.corp:7233', 'temporal.corp:7233'],
    ['temporal.corp:7233', '*'],
    ['10.1.2.3:7233', '10.0.0.0/8'],
    ['10.1.2.3:7233', '10.1.2.3'],
    ['[fd00::7]:7233', 'fd00::/8'],
    ['[fd00::7]:7233', '[fd00::7]'],
  ])('%s, exempt by %s, in either case', (address, list) => {
    for (const name of ['no_proxy', 'NO_PROXY', 'no_grpc_proxy']) {
      expect(grpcProxyOf(address, { https_proxy: proxy, [name]: list })).toBeNull();
    }
  });

  it.each(['other.corp', '10.0.0.0/8', 'temporal.corp:1', '10.0.0.0/99', ',', ''])(
    'not for others (%s)',
    (list) => {
      expect(grpcProxyOf('temporal.corp:7233', { https_proxy: proxy, NO_PROXY: list })).not.toBeNull();
    },
  );
});

it.each([
  [{ grpc_proxy: proxy, http_proxy: 'http://x' }, 'grpc_proxy', 'proxy.example:3128'],
  [{ https_proxy: proxy, http_proxy: 'http://x' }, 'https_proxy', 'proxy.example:3128'],
  [{ http_proxy: 'http://x' }, 'http_proxy', 'x:80'],
])('%j: the proxy of %s', (env, variable, address) => {
  expect(grpcProxyOf('temporal.corp:7233', env)).toEqual({ variable, address, credentials: null });
});

it('credentials are apart from the address, which is what people are shown', () => {
  const found = grpcProxyOf('temporal.corp:7233', { https_proxy: 'http://me:p%40ss@proxy:1' });
  expect(found).toEqual({
    variable: 'https_proxy',
    address: 'proxy:1',
    credentials: { username: 'me', password: 'p@ss' },
  });
});

it.each(['', 'not a url', 'socks5://x:1', 'https://x:1'])(
  'what gRPC can not use is no proxy (%s)',
  (value) => {
    expect(grpcProxyOf('temporal.corp:7233', { https_proxy: value })).toBeNull();
  },
);
