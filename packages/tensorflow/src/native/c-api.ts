// Responsible for the part of TensorFlow's C API (tensorflow/c/c_api.h, 2.21) that runs graphs, as functions.
// Leaves to others: what the calls mean. Pointers are addresses; whoever passes memory keeps it alive.

import koffi, { type LibraryHandle } from 'koffi';
import { messageOf, TensorFlowError } from '../errors.js';

/** An address. */
export type Pointer = bigint;

const framework = {
  TF_NewStatus: 'void *TF_NewStatus()',
  TF_DeleteStatus: 'void TF_DeleteStatus(void *status)',
  TF_GetCode: 'int TF_GetCode(void *status)',
  TF_Message: 'str TF_Message(void *status)',
  TF_NewBuffer: 'void *TF_NewBuffer()',
  TF_NewBufferFromString: 'void *TF_NewBufferFromString(void *bytes, size_t length)',
  TF_DeleteBuffer: 'void TF_DeleteBuffer(void *buffer)',
  TF_NewTensor:
    'void *TF_NewTensor(int dtype, void *dims, int rank, void *data, size_t length, void *deallocator, void *argument)',
  TF_AllocateTensor: 'void *TF_AllocateTensor(int dtype, void *dims, int rank, size_t length)',
  TF_DeleteTensor: 'void TF_DeleteTensor(void *tensor)',
  TF_TensorData: 'void *TF_TensorData(void *tensor)',
  TF_TensorByteSize: 'size_t TF_TensorByteSize(void *tensor)',
  TF_TensorType: 'int TF_TensorType(void *tensor)',
  TF_NumDims: 'int TF_NumDims(void *tensor)',
  TF_Dim: 'int64_t TF_Dim(void *tensor, int index)',
} as const;

const runtime = {
  TF_NewGraph: 'void *TF_NewGraph()',
  TF_DeleteGraph: 'void TF_DeleteGraph(void *graph)',
  TF_NewImportGraphDefOptions: 'void *TF_NewImportGraphDefOptions()',
  TF_DeleteImportGraphDefOptions: 'void TF_DeleteImportGraphDefOptions(void *options)',
  TF_GraphImportGraphDef:
    'void TF_GraphImportGraphDef(void *graph, void *buffer, void *options, void *status)',
  TF_GraphOperationByName: 'void *TF_GraphOperationByName(void *graph, str name)',
  TF_NewSessionOptions: 'void *TF_NewSessionOptions()',
  TF_DeleteSessionOptions: 'void TF_DeleteSessionOptions(void *options)',
  TF_SetTarget: 'void TF_SetTarget(void *options, str target)',
  TF_SetConfig: 'void TF_SetConfig(void *options, void *bytes, size_t length, void *status)',
  TF_NewSession: 'void *TF_NewSession(void *graph, void *options, void *status)',
  TF_LoadSessionFromSavedModel:
    'void *TF_LoadSessionFromSavedModel(void *options, void *run_options, str directory, void *tags, int tag_count, void *graph, void *meta_graph, void *status)',
  TF_CloseSession: 'void TF_CloseSession(void *session, void *status)',
  TF_DeleteSession: 'void TF_DeleteSession(void *session, void *status)',
  TF_SessionRun:
    'void TF_SessionRun(void *session, void *run_options, void *inputs, void *input_values, int input_count, void *outputs, void *output_values, int output_count, void *targets, int target_count, void *run_metadata, void *status)',
  TF_GetAllOpList: 'void *TF_GetAllOpList()',
  TF_NewServer: 'void *TF_NewServer(void *bytes, size_t length, void *status)',
  TF_ServerStart: 'void TF_ServerStart(void *server, void *status)',
  TF_ServerTarget: 'str TF_ServerTarget(void *server)',
} as const;

type FunctionName = keyof typeof framework | keyof typeof runtime;

// biome-ignore lint/suspicious/noExplicitAny: koffi's functions take and give what their prototype says.
type NativeFunction = ((...args: any[]) => any) & { async: (...args: any[]) => void };

export type CApi = Readonly<Record<FunctionName, NativeFunction>> & {
  /** A C function that does nothing with its arguments: for memory that JavaScript owns. */
  readonly doNothing: Pointer;
  readonly copyMemory: NativeFunction;
};

let opened: CApi | undefined;

/**
 * The C API of the TensorFlow that `loadTensorFlow` has loaded: the dynamic linker gives the same library by its name.
 * @throws TensorFlowError 'addon-unloadable' when no TensorFlow is loaded
 */
export function cApi(): CApi {
  opened ??= open();
  return opened;
}

function open(): CApi {
  try {
    const declare = (library: LibraryHandle, prototypes: Readonly<Record<string, string>>) =>
      Object.entries(prototypes).map(([name, prototype]) => [name, library.func(prototype)]);
    const libc = koffi.load(null);
    return {
      ...Object.fromEntries([
        ...declare(koffi.load('libtensorflow_framework.so.2'), framework),
        ...declare(koffi.load('libtensorflow_cc.so.2'), runtime),
      ]),
      doNothing: libc.symbol('getpid'),
      copyMemory: libc.func('void *memcpy(void *destination, void *source, size_t bytes)'),
    } as CApi;
  } catch (thrown) {
    throw new TensorFlowError(
      'addon-unloadable',
      `TensorFlow's C API can't be reached (was loadTensorFlow called?): ${messageOf(thrown)}`,
      { cause: thrown },
    );
  }
}
