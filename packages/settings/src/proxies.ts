/**
 * Responsible for whether a connection goes through an HTTP proxy: one rule for every process and library, gRPC's own, except that
 * loopback never does and NO_PROXY counts in either case.
 * Leaves to others: connecting.
 */
import { BlockList, isIP } from 'node:net';
import type { Environment } from './path-settings.js';

export interface GrpcProxy {
  /** The variable that names the proxy. */
  readonly variable: string;
  /** `host:port` of the proxy. */
  readonly address: string;
  readonly credentials: { readonly username: string; readonly password: string } | null;
}

/** In gRPC's order; only written small, as gRPC reads them. */
const proxyVariables = ['grpc_proxy', 'https_proxy', 'http_proxy'] as const;
const exemptionVariables = ['no_grpc_proxy', 'no_proxy', 'NO_GRPC_PROXY', 'NO_PROXY'] as const;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('0.0.0.0', 'ipv4');
loopback.addAddress('::1', 'ipv6');
loopback.addAddress('::', 'ipv6');

const familyOf = (host: string) => (isIP(host) === 6 ? 'ipv6' : 'ipv4');

/** Whether this host, a name or an address without brackets, is this machine itself. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return isIP(name) !== 0 && loopback.check(name, familyOf(name));
}

/** `host:port` or `[IPv6]:port` without the port and the brackets. */
export function hostOfAddress(address: string): string {
  return address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

function isInSubnet(host: string, entry: string): boolean {
  const [network = '', prefix = ''] = entry.split('/');
  if (isIP(host) === 0 || isIP(network) === 0 || !/^\d+$/.test(prefix)) return false;
  const subnet = new BlockList();
  try {
    subnet.addSubnet(network, Number(prefix), familyOf(network));
  } catch {
    // A prefix longer than an address matches nothing.
    return false;
  }
  return subnet.check(host, familyOf(host));
}

/** A name, the end of one (`.example.com`, `*.example.com`), an address, `10.0.0.0/8`, or `*`; each may end in a port. */
function isExempt(host: string, port: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (entry.includes('/')) return isInSubnet(host, entry);
      const [, name = entry, ofPort] = isIP(entry) === 6 ? [] : (/^(.*?):(\d+)$/.exec(entry) ?? []);
      if (ofPort !== undefined && ofPort !== port) return false;
      return host.endsWith(name.replace(/^\[|\]$/g, '').replace(/^\*/, ''));
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A bare % stands for itself.
    return text;
  }
}

/**
 * The proxy between this process and a gRPC server.
 * @param address `host:port`
 * @returns null for a direct connection: no proxy is named, the host is loopback or exempt, or the proxy's URL is none that gRPC can use
 */
export function grpcProxyOf(address: string, env: Environment): GrpcProxy | null {
  const host = hostOfAddress(address).toLowerCase();
  const port = /:(\d+)$/.exec(address)?.[1] ?? '';
  if (isLoopback(host)) return null;
  const variable = proxyVariables.find((name) => env[name]);
  if (variable === undefined) return null;
  if (exemptionVariables.some((name) => isExempt(host, port, env[name] ?? ''))) return null;
  const text = env[variable] ?? '';
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'http:' || url.hostname === '') return null;
  const [username, password] = [url.username, url.password].map(decoded);
  return {
    variable,
    address: `${url.hostname}:${url.port || 80}`,
    credentials: username ? { username, password: password ?? '' } : null,
  };
}

/** The variable that names a proxy for this URL where a client heeds such variables; null for loopback and exempt hosts. */
export function proxyVariableOf(url: string, env: Environment): string | null {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isLoopback(host) || exemptionVariables.some((name) => isExempt(host, port, env[name] ?? '')))
    return null;
  const variables = protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy'];
  return [...variables, 'all_proxy', 'ALL_PROXY'].find((name) => env[name]) ?? null;
}

/**
 * For error messages about a Temporal that does not answer: how it was reached, and what to do where that is wrong. Empty for a
 * direct connection.
 */
export function proxyRemark(address: string, proxy: GrpcProxy | null | undefined): string {
  if (!proxy) return '';
  return ` It was reached for through the proxy ${proxy.address} that ${proxy.variable} names; with ${hostOfAddress(address)} in NO_PROXY it is reached directly.`;
}

/** How a connection of grpc-js is told to go this way; by itself it would take loopback through a proxy. */
export function channelArgsOf(proxy: GrpcProxy | null | undefined): Readonly<Record<string, number>> {
  return { 'grpc.enable_http_proxy': proxy ? 1 : 0 };
}
