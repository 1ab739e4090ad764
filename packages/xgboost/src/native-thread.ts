// Body of the native thread: calls libxgboost synchronously, one request after another, on one operating-system thread.
// It knows nothing of matrices or boosters; addresses and their memory belong to the thread that sent them.
//
// One fixed thread is the point: XGBoost keeps the last error, the communicator, the random state, the global
// configuration and returned buffers in thread-local storage, so calls on a thread pool lose all five.
import { parentPort, workerData } from 'node:worker_threads';
import koffi from 'koffi';
import {
  type NativeFunctionName,
  type NativeReply,
  type NativeRequest,
  type NativeThreadData,
  nativeSignatures,
} from './native-signatures.js';

const nativeStackBytes = 8 * 1024 * 1024;

if (parentPort === null) throw new Error('This module is the body of a worker thread');
const port = parentPort;
const { libraryPath, configuration } = workerData as NativeThreadData;

koffi.config({ sync_stack_size: nativeStackBytes });
const library = koffi.load(libraryPath);
const lastError = library.func('str XGBGetLastError()');
const functions = new Map(
  (Object.keys(nativeSignatures) as NativeFunctionName[]).map((name) => [
    name,
    library.func(nativeSignatures[name]),
  ]),
);

// Without a callback XGBoost writes to the process's stderr. The registration is thread-local too.
const logCallback = koffi.register(
  (message: string) => reply({ kind: 'log', message }),
  koffi.pointer(koffi.proto('void LogCallback(str message)')),
);
// It logs from thread-exit destructors too, when JavaScript is gone: between calls the callback is a C function
// that takes no notice of its argument.
const noCallback = koffi.load(null).symbol('getpid');
const registerLog = library.func('int XGBRegisterLogCallback(void *callback)');
registerLog(noCallback);
if (functions.get('XGBSetGlobalConfig')?.(JSON.stringify(configuration)) !== 0)
  throw new Error(lastError() as string);

port.on('message', (request: NativeRequest) => {
  registerLog(logCallback);
  const value = functions.get(request.name)?.(...request.values) as number;
  registerLog(noCallback);
  if (value === -1) reply({ kind: 'failed', id: request.id, nativeText: lastError() as string });
  else reply({ kind: 'returned', id: request.id, value });
});

function reply(message: NativeReply): void {
  port.postMessage(message);
}
