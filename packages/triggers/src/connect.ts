/** Opens the connections a client needs and says in one sentence which service is away. */
import { EspalierError } from '@espalier/domain';
import { proxyRemark, type Settings, type TemporalSettings } from '@espalier/settings';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';

/** @throws EspalierError `workflow.temporal-unreachable` */
export async function connectTemporal(settings: Settings): Promise<Client> {
  try {
    const connection = await openTemporal(settings.temporal);
    const { namespace } = settings.temporal;
    return new Client({ connection, namespace });
  } catch (cause) {
    throw temporalUnreachable(settings.temporal, cause);
  }
}

export function temporalUnreachable({ address, proxy }: TemporalSettings, cause: unknown): EspalierError {
  return new EspalierError(
    'workflow.temporal-unreachable',
    `Temporal does not answer at ${address}.${proxyRemark(address, proxy)}`,
    { cause, details: { address, ...(proxy ? { proxy: proxy.address, variable: proxy.variable } : {}) } },
  );
}
