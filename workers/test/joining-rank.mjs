// One rank of a gang as a process of its own, for rank-environment.test.ts: joins, says so, and stays until it is killed.
import { resolveNativePart } from '@espalier/native';
import { loadSettings } from '@espalier/settings';
import { exitImmediately, loadXgboost } from '@espalier/xgboost';
import { joinGang } from '../dist/gang/join-gang.js';

// Keeps the process, but not for longer than the test's.
process.once('disconnect', () => exitImmediately(0));

const [gangId, rank, worldSize] = process.argv.slice(2);
const settings = loadSettings();
const input = { gangId, rank: Number(rank), worldSize: Number(worldSize), context: { token: 1 } };
const { communicator } = await joinGang(
  loadXgboost(resolveNativePart('xgboost', settings)),
  settings,
  input,
  60,
);
await communicator.barrier();
process.send({ rank: communicator.rank, worldSize: communicator.worldSize });
