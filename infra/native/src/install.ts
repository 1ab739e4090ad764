/**
 * `node install.js [--tests]`: installs the native parts and says what it does on standard error.
 * `--tests` adds the parts that only tests use, and those of services that the settings place elsewhere.
 */
import { EspalierError } from '@espalier/domain';
import { allNativeParts, type InstallProgress, installNativeParts } from './install-native-parts.js';

const say = (line: string) => process.stderr.write(`${line}\n`);
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

function describe(progress: InstallProgress): string {
  switch (progress.kind) {
    case 'waiting':
      return 'native parts: another process is installing them; waiting for it';
    case 'started':
      return progress.downloadBytes === 0
        ? `native parts: building ${progress.part}`
        : `native parts: fetching ${progress.part} (${megabytes(progress.downloadBytes)})`;
    case 'receiving':
      return `native parts: ${progress.part} ${megabytes(progress.receivedBytes)} of ${megabytes(progress.downloadBytes)}`;
    case 'done':
      return `native parts: ${progress.part} is ready after ${progress.seconds.toFixed(1)} s`;
  }
}

try {
  await installNativeParts({
    ...(process.argv.includes('--tests') ? { parts: allNativeParts } : {}),
    onProgress: (progress) => say(describe(progress)),
  });
} catch (error) {
  if (!(error instanceof EspalierError)) throw error;
  say(`${error.message}\n${error.fix} (${error.code})`);
  process.exitCode = error.kind === 'user' ? 2 : 3;
}
