/** Responsible for a worker process's connection to Temporal: the same way as the command line's, through a proxy or not. */
import { EspalierError } from '@espalier/domain';
import { proxyRemark, type Settings } from '@espalier/settings';
import { NativeConnection } from '@temporalio/worker';

/** @throws EspalierError `workflow.temporal-unreachable` */
export async function connectToTemporal(settings: Settings): Promise<NativeConnection> {
  const { address, proxy } = settings.temporal;
  const throughProxy = proxy
    ? {
        proxy: {
          type: 'http-connect' as const,
          targetHost: proxy.address,
          ...(proxy.credentials === null ? {} : { basicAuth: proxy.credentials }),
        },
      }
    : {};
  try {
    return await NativeConnection.connect({ address, ...throughProxy });
  } catch (cause) {
    throw new EspalierError(
      'workflow.temporal-unreachable',
      `Temporal does not answer at ${address}.${proxyRemark(address, proxy)}`,
      { cause, details: { address } },
    );
  }
}
