// Responsible for one TensorFlow graph and the session that runs it: the memory of a call is laid out once.
// Leaves to others: what is in the graph, and the meaning of what goes in and out.

import { TensorFlowError } from '../errors.js';
import { readBuffer } from './buffer.js';
import { type CApi, cApi, type Pointer } from './c-api.js';
import { openSession, type SessionSource } from './open-session.js';
import { mayBeLostPeer, type Status } from './status.js';

/** `node` or `node:output`, as in a GraphDef. */
type OutputName = string;

export interface CallSignature {
  readonly feeds: readonly OutputName[];
  readonly fetches: readonly OutputName[];
  /** Nodes that run for their effect. */
  readonly targets: readonly string[];
}

export interface SessionOptions {
  readonly source: SessionSource;
  /** How long a call may take that waits for other processes, in seconds. Default: as long as it takes. */
  readonly timeoutSeconds?: number;
  /** For error messages: what the graph computes. */
  readonly label: string;
}

/** RunOptions (tensorflow/core/protobuf/config.proto): trace_level = FULL_TRACE. */
const fullTrace = Uint8Array.of(0x08, 0x03);

/** Memory of calls that were given up, which may still be written. */
const abandonedCalls: unknown[] = [];

export class GraphSession {
  readonly #api: CApi = cApi();
  readonly #label: string;
  readonly #graph: Pointer;
  readonly #session: Pointer;
  readonly #status: Status;
  readonly #timeoutSeconds: number | undefined;
  #running = false;
  /** A call was given up, and may still be running. */
  #abandoned = false;
  #disposed = false;

  /** @throws TensorFlowError 'invalid-graph' with TensorFlow's reason and the node's name */
  constructor({ source, timeoutSeconds, label }: SessionOptions) {
    this.#label = label;
    this.#timeoutSeconds = timeoutSeconds;
    const { graph, session, status } = openSession(this.#api, source, label);
    this.#graph = graph;
    this.#session = session;
    this.#status = status;
  }

  /** Prepares a call. @throws TensorFlowError 'invalid-graph' for a name that is not in the graph */
  prepare(signature: CallSignature): GraphCall {
    return new GraphCall(this, signature, (name) => {
      const operation: Pointer | null = this.#api.TF_GraphOperationByName(this.#graph, name);
      if (!operation)
        throw new TensorFlowError('invalid-graph', `${this.#label}: there is no node "${name}"`);
      return operation;
    });
  }

  /** The raw call; memory is the caller's, who has entered. @throws TensorFlowError 'step-aborted' in time */
  async run(call: NativeCallMemory, options: RunOptions): Promise<RunOutcome> {
    const metadata: Pointer | null = options.trace ? this.#api.TF_NewBuffer() : null;
    const args = this.#arguments(call, metadata);
    try {
      await this.#call(args);
      this.#checkRun();
      // Before another call may enter and write them.
      const tensors = [...call.fetchValues];
      return { tensors, ...(metadata === null ? {} : { metadata: readBuffer(metadata) }) };
    } finally {
      if (!this.#abandoned) {
        this.#running = false;
        if (metadata !== null) this.#api.TF_DeleteBuffer(metadata);
      }
    }
  }

  /** Given up by our own clock: the timeout of TensorFlow's sums frees what they still use, and kills the process now and then. */
  #call(args: readonly unknown[]): Promise<void> {
    return new Promise((resolve, reject) => {
      let isRunning = true;
      let timer: NodeJS.Timeout | undefined;
      this.#api.TF_SessionRun.async(...args, (error: Error | null) => {
        isRunning = false;
        clearTimeout(timer);
        if (error === null) resolve();
        else reject(error);
      });
      const seconds = this.#timeoutSeconds;
      if (seconds === undefined) return;
      const giveUp = () => {
        if (!isRunning) return;
        this.#abandoned = true;
        abandonedCalls.push(args);
        const message = `${this.#label} did not end within ${seconds} s: a rank has died or stopped, or is far too slow`;
        reject(new TensorFlowError('step-aborted', message));
      };
      // A machine that slept has timers that are due before what has ended is told.
      timer = setTimeout(() => setImmediate(giveUp), seconds * 1000);
    });
  }

  /** The same on the calling thread: about 35 µs less a call, and the event loop stands still meanwhile. */
  runSync(call: NativeCallMemory): void {
    try {
      this.#api.TF_SessionRun(...this.#arguments(call, null));
      this.#checkRun();
    } finally {
      this.#running = false;
    }
  }

  /** Whether a call was given up that may still run. */
  get isAbandoned(): boolean {
    return this.#abandoned;
  }

  /** After a call that was given up it stays until the process ends. @throws TensorFlowError 'busy' */
  dispose(): void {
    if (this.#disposed || this.#abandoned) return;
    if (this.#running) throw new TensorFlowError('busy', `${this.#label} can't be disposed while it runs`);
    this.#disposed = true;
    const { pointer } = this.#status;
    this.#api.TF_CloseSession(this.#session, pointer);
    this.#api.TF_DeleteSession(this.#session, pointer);
    this.#api.TF_DeleteGraph(this.#graph);
    this.#status.dispose();
  }

  /** Before a call's memory is written: another call may be reading it. @throws TensorFlowError 'busy', 'disposed' */
  enter(): void {
    if (this.#disposed) throw new TensorFlowError('disposed', `${this.#label} was disposed`);
    if (this.#running)
      throw new TensorFlowError('busy', `${this.#label} already runs: wait for the call before`);
    this.#running = true;
  }

  #arguments(call: NativeCallMemory, metadata: Pointer | null) {
    return [
      this.#session,
      metadata === null ? null : traceOptions(this.#api),
      call.feeds,
      call.feedValues,
      call.feedValues.length,
      call.fetches,
      call.fetchValues,
      call.fetchValues.length,
      call.targets,
      call.targets.length,
      metadata,
      this.#status.pointer,
    ];
  }

  #checkRun(): void {
    const { nativeCode } = this.#status;
    if (nativeCode === 0) return;
    const code = mayBeLostPeer(nativeCode) ? 'step-aborted' : 'op-failed';
    throw new TensorFlowError(code, `${this.#label}: ${this.#status.message}`);
  }
}

export interface RunOptions {
  /** Also returns a serialized RunMetadata with the time of every node. */
  readonly trace: boolean;
}

interface NativeCallMemory {
  /** Two words an output: its operation's address and its number. */
  readonly feeds: BigUint64Array;
  readonly feedValues: BigUint64Array;
  readonly fetches: BigUint64Array;
  readonly fetchValues: BigUint64Array;
  readonly targets: BigUint64Array;
}

/** One way of running a graph: fixed feeds, fetches and targets. */
export class GraphCall {
  readonly #session: GraphSession;
  readonly #memory: NativeCallMemory;

  constructor(session: GraphSession, signature: CallSignature, operation: (name: string) => Pointer) {
    const outputs = (names: readonly OutputName[]) =>
      BigUint64Array.from(
        names.flatMap((name) => {
          const [node = '', output = '0'] = name.split(':');
          return [operation(node), BigInt(output)];
        }),
      );
    this.#session = session;
    this.#memory = {
      feeds: outputs(signature.feeds),
      feedValues: new BigUint64Array(signature.feeds.length),
      fetches: outputs(signature.fetches),
      fetchValues: new BigUint64Array(signature.fetches.length),
      targets: BigUint64Array.from(signature.targets, operation),
    };
  }

  /** Runs with the tensors given; the caller deletes the tensors that it gets. */
  async run(feeds: readonly Pointer[], options: RunOptions = { trace: false }): Promise<RunOutcome> {
    this.#session.enter();
    this.#memory.feedValues.set(feeds);
    this.#memory.fetchValues.fill(0n);
    return await this.#session.run(this.#memory, options);
  }

  runSync(feeds: readonly Pointer[]): RunOutcome {
    this.#session.enter();
    this.#memory.feedValues.set(feeds);
    this.#memory.fetchValues.fill(0n);
    this.#session.runSync(this.#memory);
    return { tensors: [...this.#memory.fetchValues] };
  }
}

export interface RunOutcome {
  readonly tensors: readonly Pointer[];
  readonly metadata?: Uint8Array;
}

let sharedTraceOptions: Pointer | undefined;

function traceOptions(api: CApi): Pointer {
  sharedTraceOptions ??= api.TF_NewBufferFromString(fullTrace, fullTrace.byteLength) as Pointer;
  return sharedTraceOptions;
}
