// Responsible for a port that is this process's own before its server listens: TensorFlow's server takes none of the
// kernel's choice, and can't be told by a socket which one.
// Leaves to others: the server.

import koffi from 'koffi';
import { TensorFlowError } from '../errors.js';

// Linux: <sys/socket.h>, <netinet/in.h>.
const inet = 2;
const inet6 = 10;
const stream = 1;
const closeOnExec = 0o2000000;
const socketLevel = 1;
const reuseAddress = 2;
const addressBytes = 28;
const portOffset = 2;

/** A port of all interfaces; `release` once the server listens. */
export interface HeldPort {
  readonly port: number;
  release(): void;
}

/**
 * Binds a socket without listening on it. The kernel then gives the port to nobody who asks for any port, neither to a
 * server nor to an outgoing connection; a server that asks for this very one, with SO_REUSEADDR as gRPC's do, gets it
 * (socket(7), ip(7)). A port that was only looked up and freed is lost to connections now and then: a client that tries
 * a port of its own host before its server listens may even be connected to itself, and the port is taken for a minute.
 * @throws TensorFlowError 'cluster-failed' where the system gives none
 */
export function holdPort(): HeldPort {
  const libc = koffi.load(null);
  const socket = libc.func('int socket(int family, int type, int protocol)');
  const setOption = libc.func('int setsockopt(int fd, int level, int name, void *value, uint32_t length)');
  const bind = libc.func('int bind(int fd, void *address, uint32_t length)');
  const nameOf = libc.func('int getsockname(int fd, void *address, void *length)');
  const close = libc.func('int close(int fd)');

  // A machine without IPv6 gives no such socket.
  const wide: number = socket(inet6, stream | closeOnExec, 0);
  const fd: number = wide < 0 ? socket(inet, stream | closeOnExec, 0) : wide;
  const held = (result: number) => {
    if (result >= 0) return;
    const reason = koffi.errno();
    if (fd >= 0) close(fd);
    throw new TensorFlowError(
      'cluster-failed',
      `No port could be held for TensorFlow's server (errno ${reason})`,
    );
  };
  held(fd);
  const yes = Int32Array.of(1);
  held(setOption(fd, socketLevel, reuseAddress, yes, yes.byteLength));
  const address = Buffer.alloc(addressBytes);
  address.writeUInt16LE(wide < 0 ? inet : inet6);
  held(bind(fd, address, addressBytes));
  held(nameOf(fd, address, Uint32Array.of(addressBytes)));
  return { port: address.readUInt16BE(portOffset), release: () => close(fd) };
}
