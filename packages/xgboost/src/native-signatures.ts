// The part of XGBoost's C API (xgboost/c_api.h, 3.2) that this package calls, as koffi prototypes.
// Every pointer is `void *`: addresses are made on the calling side, so nothing is copied or converted here.

export const nativeSignatures = {
  XGBSetGlobalConfig: 'int XGBSetGlobalConfig(str config)',
  XGDMatrixCreateFromDense: 'int XGDMatrixCreateFromDense(str data, str config, void *out)',
  XGDMatrixSetInfoFromInterface: 'int XGDMatrixSetInfoFromInterface(void *handle, str field, str data)',
  XGDMatrixFree: 'int XGDMatrixFree(void *handle)',
  XGBoosterCreate: 'int XGBoosterCreate(void *matrices, uint64_t count, void *out)',
  XGBoosterFree: 'int XGBoosterFree(void *handle)',
  XGBoosterSetParam: 'int XGBoosterSetParam(void *handle, str name, str value)',
  XGBoosterUpdateOneIter: 'int XGBoosterUpdateOneIter(void *handle, int iteration, void *matrix)',
  XGBoosterEvalOneIter:
    'int XGBoosterEvalOneIter(void *handle, int iteration, void *matrices, void *names, uint64_t count, void *out)',
  XGBoosterBoostedRounds: 'int XGBoosterBoostedRounds(void *handle, void *out)',
  XGBoosterGetNumFeature: 'int XGBoosterGetNumFeature(void *handle, void *out)',
  XGBoosterPredictFromDMatrix:
    'int XGBoosterPredictFromDMatrix(void *handle, void *matrix, str config, void *shape, void *dim, void *result)',
  XGBoosterSaveModelToBuffer:
    'int XGBoosterSaveModelToBuffer(void *handle, str config, void *length, void *data)',
  XGBoosterLoadModelFromBuffer: 'int XGBoosterLoadModelFromBuffer(void *handle, void *data, uint64_t length)',
  XGTrackerCreate: 'int XGTrackerCreate(str config, void *out)',
  XGTrackerRun: 'int XGTrackerRun(void *handle, str config)',
  XGTrackerWorkerArgs: 'int XGTrackerWorkerArgs(void *handle, void *out)',
  XGTrackerWaitFor: 'int XGTrackerWaitFor(void *handle, str config)',
  XGTrackerFree: 'int XGTrackerFree(void *handle)',
  XGCommunicatorInit: 'int XGCommunicatorInit(str config)',
  XGCommunicatorFinalize: 'int XGCommunicatorFinalize()',
  XGCommunicatorGetRank: 'int XGCommunicatorGetRank()',
  XGCommunicatorGetWorldSize: 'int XGCommunicatorGetWorldSize()',
  XGCommunicatorAllreduce: 'int XGCommunicatorAllreduce(void *buffer, size_t count, int type, int operation)',
  XGCommunicatorBroadcast: 'int XGCommunicatorBroadcast(void *buffer, size_t size, int root)',
} as const;

export type NativeFunctionName = keyof typeof nativeSignatures;

/** A value as it crosses to the native thread: text, number, or address. */
type NativeValue = string | number | bigint;

export interface NativeRequest {
  readonly id: number;
  readonly name: NativeFunctionName;
  readonly values: readonly NativeValue[];
}

export type NativeReply =
  | { readonly kind: 'returned'; readonly id: number; readonly value: number }
  | { readonly kind: 'failed'; readonly id: number; readonly nativeText: string }
  | { readonly kind: 'log'; readonly message: string };

export interface NativeThreadData {
  readonly libraryPath: string;
  /** Of XGBoost's global configuration, by its own names. */
  readonly configuration: Readonly<Record<string, number>>;
}
