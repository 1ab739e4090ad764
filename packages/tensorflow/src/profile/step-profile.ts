// Responsible for what a traced run tells: when each node of the graph ran, and on which device.
// Leaves to others: drawing it (`chrome-trace.ts`).

import protobuf from 'protobufjs';

/** tensorflow/core/framework/step_stats.proto, as far as it is used. */
const schema = `
syntax = "proto3";
message RunMetadata { StepStats step_stats = 1; }
message StepStats { repeated DeviceStepStats dev_stats = 1; }
message DeviceStepStats { string device = 1; repeated NodeExecStats node_stats = 2; }
message NodeExecStats {
  string node_name = 1; string timeline_label = 8;
  int64 all_start_nanos = 13; int64 op_start_rel_nanos = 14; int64 op_end_rel_nanos = 15;
}
`;

const metadataType = protobuf.parse(schema, { keepCase: true }).root.lookupType('RunMetadata');

/** One node's run. */
export interface NodeSpan {
  /** Its name in the graph, such as `MatMul_7`. */
  readonly node: string;
  /** What ran, such as `_FusedMatMul` where TensorFlow fused the node with others; empty where it does not say. */
  readonly op: string;
  /** Such as `/job:localhost/replica:0/task:0/device:CPU:0`. */
  readonly device: string;
  /** Microseconds since 1970. */
  readonly startUs: number;
  readonly durationUs: number;
}

interface RunMetadataMessage {
  step_stats?: {
    dev_stats?: {
      device?: string;
      node_stats?: {
        node_name?: string;
        timeline_label?: string;
        all_start_nanos?: string;
        op_start_rel_nanos?: string;
        op_end_rel_nanos?: string;
      }[];
    }[];
  };
}

/** The nodes of a serialized RunMetadata, in the order of their start. */
export function readStepProfile(metadata: Uint8Array): NodeSpan[] {
  const message = metadataType.toObject(metadataType.decode(metadata), {
    longs: String,
  }) as RunMetadataMessage;
  const spans = (message.step_stats?.dev_stats ?? []).flatMap(({ device = '', node_stats = [] }) =>
    node_stats.map((stats): NodeSpan => {
      const startedNs = Number(stats.op_start_rel_nanos ?? 0);
      return {
        node: stats.node_name ?? '',
        // `NODE = OP(INPUTS)`.
        op: / = (\w+)\(/.exec(stats.timeline_label ?? '')?.[1] ?? '',
        device,
        startUs: Number(BigInt(stats.all_start_nanos ?? 0) + BigInt(startedNs)) / 1000,
        durationUs: Math.max(0, Number(stats.op_end_rel_nanos ?? 0) - startedNs) / 1000,
      };
    }),
  );
  return spans.sort((a, b) => a.startUs - b.startUs);
}
