/** Reads from the kernel what a process listens on, so that tests can say who may reach it. It asks no process anything. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Listener {
  readonly loopback: boolean;
  readonly port: number;
}

function socketInodes(pid: number): ReadonlySet<string> {
  const inodes = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
  return new Set(inodes);
}

/** What a process listens on or is bound to, TCP and UDP, from the kernel's own tables; throws when there is no such process. */
export function listenersOf(pid: number): readonly Listener[] {
  const inodes = socketInodes(pid);
  const unconnected = /^0+:0+$/;
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , remote = '', , , , , , , inode = '']) => unconnected.test(remote) && inodes.has(inode))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':');
        const loopback = address.endsWith('7F') || address === '00000000000000000000000001000000';
        return { loopback, port: Number.parseInt(port, 16) };
      }),
  );
}
