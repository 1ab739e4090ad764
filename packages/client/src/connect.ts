/** Opens the connections a client needs and says in one sentence which service is away. */
import { EspalierError } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { Client, Connection } from '@temporalio/client';

const connectTimeoutMs = 4_000;

/** @throws EspalierError `workflow.temporal-unreachable` */
export async function connectTemporal(settings: Settings): Promise<Client> {
  const { address, namespace } = settings.temporal;
  try {
    const connection = await Connection.connect({ address, connectTimeout: connectTimeoutMs });
    return new Client({ connection, namespace });
  } catch (cause) {
    throw temporalUnreachable(address, cause);
  }
}

export function temporalUnreachable(address: string, cause: unknown): EspalierError {
  return new EspalierError('workflow.temporal-unreachable', `Temporal does not answer at ${address}.`, {
    cause,
    details: { address },
  });
}
