/** Responsible for the environment of a rank's process: what keeps its listeners on loopback, unless the gang spans machines. */
import { basename, dirname } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { inheritedEnvironment, isLoopback, loadSettings, type Settings } from '@espalier/settings';

const joined = (first: string | undefined, last: string) => (first ? `${first}:${last}` : last);

/**
 * XGBoost's ranks listen on every interface and can't be told otherwise, so a library is preloaded that binds them to
 * loopback when the gang meets there.
 * @throws EspalierError `native.missing`; `settings.invalid` when the library lies where nothing can be preloaded from
 */
export function rankEnvironment(settings: Settings = loadSettings()): NodeJS.ProcessEnv {
  const inherited = withoutProxies(inheritedEnvironment());
  if (!isLoopback(settings.advertiseAddress)) return inherited;
  const shim = resolveNativePart('loopback-bind', settings);
  if (/[:;]/.test(dirname(shim))) {
    throw new EspalierError(
      'settings.invalid',
      `Ranks can't be kept on loopback by ${shim}: no library can be preloaded from a folder with : or ; in its path.`,
      { details: { path: shim } },
    );
  }
  // LD_PRELOAD has no way to write a space, which a home folder may have; the search path may hold one.
  return {
    ...inherited,
    LD_PRELOAD: joined(inherited.LD_PRELOAD, basename(shim)),
    LD_LIBRARY_PATH: joined(inherited.LD_LIBRARY_PATH, dirname(shim)),
    // By itself NCCL meets on any interface but this one.
    ...(settings.device === 'gpu' ? { NCCL_SOCKET_IFNAME: 'lo' } : {}),
  };
}

/** TensorFlow's ranks reach each other by gRPC, which would look for a proxy even on loopback. */
function withoutProxies(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { grpc_proxy: _grpc, https_proxy: _https, http_proxy: _http, ...rest } = environment;
  return rest;
}
