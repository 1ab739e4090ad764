import { setTimeout as sleep } from 'node:timers/promises';
import { startTestServers } from '@espalier/stack';
import { isGrpcServiceError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { openTemporal } from './open-temporal.js';

/** Of gRPC. */
const cancelled = 1;

/** Longer than the SDK waits before it asks for the second time. */
const untilAskedAgainMs = 600;

test('a connection may be closed at any moment: before a call, and while one waits to be asked again', async () => {
  const servers = await startTestServers({ parts: ['temporal'] });
  const { temporal } = servers.settings;
  const { namespace } = temporal;
  const connection = await openTemporal(temporal);
  await connection.workflowService.describeNamespace({ namespace });
  await servers[Symbol.asyncDispose]();
  const failures: unknown[] = [];
  const ask = () => {
    connection.workflowService
      .describeNamespace({ namespace })
      .catch((error: unknown) => failures.push(error));
  };
  ask();
  // The first attempt has failed, the second waits.
  await sleep(60);
  expect(failures).toEqual([]);
  await connection.close();
  ask();
  await sleep(untilAskedAgainMs);
  expect(failures.map((error) => isGrpcServiceError(error) && error.code)).toEqual([cancelled, cancelled]);
});
