/**
 * Responsible for calls that are asked again after their connection was closed: they fail as any call does.
 * The SDK asks again by a timer, where gRPC's error for a closed channel would be nobody's and end the process.
 */
import { InterceptingCall, Metadata, status } from '@grpc/grpc-js';
import type { ConnectionOptions } from '@temporalio/client';

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
type AnyCall = ConstructorParameters<typeof InterceptingCall>[0];

/** To stand after (inside of) whatever asks again. */
export const refuseAfterClose: Interceptor = (options, nextCall) => {
  try {
    return new InterceptingCall(nextCall(options));
  } catch (error) {
    return new InterceptingCall(refusedCall(error instanceof Error ? error.message : String(error)));
  }
};

/** A call that was over before it began: cancelled, which nobody asks again. */
function refusedCall(details: string): AnyCall {
  return {
    start: (_metadata, listener) => {
      listener?.onReceiveMessage?.(null);
      listener?.onReceiveStatus?.({ code: status.CANCELLED, details, metadata: new Metadata() });
    },
    cancelWithStatus: () => undefined,
    getPeer: () => '',
    sendMessageWithContext: () => undefined,
    sendMessage: () => undefined,
    startRead: () => undefined,
    halfClose: () => undefined,
    getAuthContext: () => null,
  };
}
