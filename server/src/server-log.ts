/** Responsible for the server's log: JSON lines on standard output, which the supervisor keeps, and nothing secret in them. */
import type { Settings } from '@espalier/settings';
import { type DestinationStream, type Logger, pino } from 'pino';

/** Where a header or an error's request could carry a token. */
const secrets = ['authorization', 'cookie', 'secret', 'token.secret', 'password', 'command'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** @param stream in place of standard output */
export function createServerLog(settings: Settings, stream?: DestinationStream): Logger {
  const options = {
    level: settings.logLevel,
    base: { process: settings.processName ?? 'server', pid: process.pid },
    redact: { paths: secrets, censor: '(not told)' },
    // Of requests only what the server itself says of them: a URL may hold whatever somebody has put there.
    serializers: { req: () => undefined, res: () => undefined, err: pino.stdSerializers.err },
  };
  return stream === undefined ? pino(options) : pino(options, stream);
}
