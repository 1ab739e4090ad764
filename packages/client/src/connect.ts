/** Opens the connections a client needs and says in one sentence which service is away. */
import { EspalierError } from '@espalier/domain';
import { channelArgsOf, proxyRemark, type Settings, type TemporalSettings } from '@espalier/settings';
import { Client, Connection } from '@temporalio/client';

const connectTimeoutMs = 4_000;

/** @throws EspalierError `workflow.temporal-unreachable` */
export async function connectTemporal(settings: Settings): Promise<Client> {
  const { address, namespace, proxy } = settings.temporal;
  try {
    const connection = await Connection.connect({
      address,
      connectTimeout: connectTimeoutMs,
      channelArgs: channelArgsOf(proxy),
    });
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
