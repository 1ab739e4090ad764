/** Responsible for connections to Temporal as every process of the product has them: through the proxy or not, and safe to close at any moment. */
import { channelArgsOf, type TemporalSettings } from '@espalier/settings';
import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { refuseAfterClose } from './refuse-after-close.js';

const fewAttempts = 3;

/**
 * Calls that are under way, or about to be asked again, when the connection is closed are rejected.
 * @param connectTimeoutMs how long the server may take to answer. Default 4,000
 */
export function openTemporal(
  { address, proxy, patienceMs }: Pick<TemporalSettings, 'address' | 'proxy' | 'patienceMs'>,
  connectTimeoutMs = 4_000,
): Promise<Connection> {
  // Ten attempts take half a minute, which is longer than who has little patience is to wait for one call.
  const retries = defaultGrpcRetryOptions(patienceMs === undefined ? {} : { maxAttempts: fewAttempts });
  return Connection.connect({
    address,
    connectTimeout: connectTimeoutMs,
    channelArgs: channelArgsOf(proxy),
    interceptors: [makeGrpcRetryInterceptor(retries), refuseAfterClose],
  });
}
