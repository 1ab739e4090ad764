/** Responsible for what every worker process does alike: its title, its ready file, and an orderly end on a signal. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '@espalier/settings';
import type { Logger } from './logger.js';

/** Tells the supervisor that this process is at work. */
function writeReadyFile(settings: Settings): void {
  if (settings.processName === null) return;
  const path = join(settings.homeDir, 'run', `${settings.processName}.ready`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, String(process.pid));
}

/** Says that the process is ready, waits for SIGTERM or SIGINT, then closes what it was given and ends. */
export function serveUntilSignal(settings: Settings, logger: Logger, close: () => Promise<void>): void {
  let closing = false;
  const end = (signal: NodeJS.Signals) => {
    if (closing) return;
    closing = true;
    logger.info({ signal }, 'closing');
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  writeReadyFile(settings);
  logger.info('ready');
}
