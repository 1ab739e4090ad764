// Responsible for the settings of a session as a ConfigProto (tensorflow/core/protobuf/config.proto, 2.21).
// Leaves to others: which settings are good.

import protobuf from 'protobufjs';

const schema = `
syntax = "proto3";
message ConfigProto {
  message Experimental { string collective_group_leader = 1; string executor_type = 3; bool collective_nccl = 7; }
  int32 intra_op_parallelism_threads = 2;
  repeated string device_filters = 4;
  int32 inter_op_parallelism_threads = 5;
  GPUOptions gpu_options = 6;
  bool allow_soft_placement = 7;
  GraphOptions graph_options = 10;
  ClusterDef cluster_def = 14;
  bool isolate_session_state = 15;
  Experimental experimental = 16;
}
message GPUOptions { bool allow_growth = 4; string visible_device_list = 5; }
message GraphOptions { OptimizerOptions optimizer_options = 3; bool place_pruned_graph = 6; RewriterConfig rewrite_options = 10; }
message OptimizerOptions { int32 global_jit_level = 5; bool cpu_global_jit = 7; }
message RewriterConfig { int32 auto_mixed_precision_onednn_bfloat16 = 31; }
message ClusterDef { repeated JobDef job = 1; }
message JobDef { string name = 1; map<int32, string> tasks = 2; }
message ServerDef {
  ClusterDef cluster = 1; string job_name = 2; int32 task_index = 3; ConfigProto default_session_config = 4; string protocol = 5;
}
`;

const { root } = protobuf.parse(schema, { keepCase: true });
const configType = root.lookupType('ConfigProto');
const serverType = root.lookupType('ServerDef');

/** RewriterConfig.Toggle.ON and OptimizerOptions.GlobalJitLevel.ON_2. */
const toggleOn = 1;
const jitOn = 2;

export interface SessionSettings {
  /** Threads within an op, and ops at once. Default: TensorFlow's own choice. */
  readonly threads?: number;
  /** Lets XLA compile clusters of ops. */
  readonly xla?: boolean;
  /** Lets matrix products run in bfloat16, variables and sums staying float32. */
  readonly bfloat16?: boolean;
  /** Each signature is prepared from its own part of the graph. Default: from the whole graph, which takes longer. */
  readonly placesPrunedGraph?: boolean;
  /** For a session on a server of a gang. */
  readonly gang?: GangSettings;
}

interface GangSettings {
  /** Device name of the process that leads the gang's collectives, such as `/job:ranks/replica:0/task:0`. */
  readonly leader: string;
  /** Device name of this process: what the session runs, it runs there. */
  readonly task: string;
  readonly communication: 'ring' | 'nccl';
}

function configMessage(settings: SessionSettings): Record<string, unknown> {
  const { threads, xla, bfloat16, placesPrunedGraph = false, gang } = settings;
  return {
    ...(threads === undefined
      ? {}
      : { intra_op_parallelism_threads: threads, inter_op_parallelism_threads: threads }),
    allow_soft_placement: true,
    gpu_options: { allow_growth: true },
    graph_options: {
      place_pruned_graph: placesPrunedGraph,
      optimizer_options: xla ? { global_jit_level: jitOn, cpu_global_jit: true } : {},
      rewrite_options: bfloat16 ? { auto_mixed_precision_onednn_bfloat16: toggleOn } : {},
    },
    ...(gang === undefined ? {} : gangMessage(gang)),
  };
}

function gangMessage({ leader, task, communication }: GangSettings): Record<string, unknown> {
  return {
    // Without a filter a session waits for every server, and places its variables on the first one.
    device_filters: [task],
    // Sessions of one server share variables by name otherwise.
    isolate_session_state: true,
    experimental: { collective_group_leader: leader, collective_nccl: communication === 'nccl' },
  };
}

/** A serialized ConfigProto. */
export function sessionConfig(settings: SessionSettings): Uint8Array {
  return configType.encode(configMessage(settings)).finish();
}

export interface ServerSettings {
  readonly jobName: string;
  /** `host:port` of each rank, in rank order. */
  readonly addresses: readonly string[];
  readonly rank: number;
  readonly session: SessionSettings;
}

/** A serialized ServerDef (tensorflow/core/protobuf/tensorflow_server.proto). */
export function serverDefinition({ jobName, addresses, rank, session }: ServerSettings): Uint8Array {
  return serverType
    .encode({
      cluster: { job: [{ name: jobName, tasks: Object.fromEntries(addresses.entries()) }] },
      job_name: jobName,
      task_index: rank,
      default_session_config: configMessage(session),
      protocol: 'grpc',
    })
    .finish();
}
