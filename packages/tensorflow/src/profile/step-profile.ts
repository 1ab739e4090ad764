// Responsible for what a traced run tells: when each node of the graph ran, on which device and thread.
// Leaves to others: drawing it.

import protobuf from 'protobufjs';

/** tensorflow/core/framework/step_stats.proto, as far as it is used. */
const schema = `
syntax = "proto3";
message RunMetadata { StepStats step_stats = 1; }
message StepStats { repeated DeviceStepStats dev_stats = 1; }
message DeviceStepStats { string device = 1; repeated NodeExecStats node_stats = 2; }
message NodeExecStats {
  string node_name = 1; int64 all_start_micros = 2; int64 op_start_rel_micros = 3; int64 op_end_rel_micros = 4;
  string timeline_label = 8; uint32 thread_id = 10;
  int64 op_start_rel_nanos = 14; int64 op_end_rel_nanos = 15; int64 all_start_nanos = 13;
}
`;

const metadataType = protobuf.parse(schema, { keepCase: true }).root.lookupType('RunMetadata');

/** One node's run. */
export interface NodeSpan {
  readonly node: string;
  readonly device: string;
  readonly thread: number;
  /** Microseconds since the epoch. */
  readonly startUs: number;
  readonly durationUs: number;
}

interface RunMetadataMessage {
  step_stats?: {
    dev_stats?: {
      device?: string;
      node_stats?: {
        node_name?: string;
        thread_id?: number;
        all_start_micros?: number;
        all_start_nanos?: number;
        op_start_rel_nanos?: number;
        op_end_rel_nanos?: number;
        op_start_rel_micros?: number;
        op_end_rel_micros?: number;
      }[];
    }[];
  };
}

/** The nodes of a serialized RunMetadata, in the order of their start. */
export function readStepProfile(metadata: Uint8Array): NodeSpan[] {
  const message = metadataType.toObject(metadataType.decode(metadata), {
    longs: Number,
  }) as RunMetadataMessage;
  const spans = (message.step_stats?.dev_stats ?? []).flatMap(({ device = '', node_stats = [] }) =>
    node_stats.map((stats): NodeSpan => {
      const startNs = stats.op_start_rel_nanos ?? (stats.op_start_rel_micros ?? 0) * 1000;
      const endNs = stats.op_end_rel_nanos ?? (stats.op_end_rel_micros ?? 0) * 1000;
      return {
        node: stats.node_name ?? '',
        device,
        thread: stats.thread_id ?? 0,
        startUs: (stats.all_start_micros ?? 0) + startNs / 1000,
        durationUs: (endNs - startNs) / 1000,
      };
    }),
  );
  return spans.sort((a, b) => a.startUs - b.startUs);
}
