/** The stack's ports: each listener of each server by name, side ports included. */
import { z } from 'zod';
import { chooseFreePort } from './loopback-ports.js';

const portSchema = z.number().int().min(1).max(65_535);

export const stackPortsSchema = z.object({
  temporal: portSchema,
  temporalUi: portSchema,
  temporalHttp: portSchema,
  temporalMetrics: portSchema,
  redis: portSchema,
  s3: portSchema,
  s3Grpc: portSchema,
  weedMaster: portSchema,
  weedMasterGrpc: portSchema,
  weedVolume: portSchema,
  weedVolumeGrpc: portSchema,
  weedFiler: portSchema,
  weedFilerGrpc: portSchema,
  server: portSchema,
});
export type StackPorts = z.infer<typeof stackPortsSchema>;
export type StackPortName = keyof StackPorts;

export const stackPortNames = Object.keys(stackPortsSchema.shape) as readonly StackPortName[];

/** Free ports for all listeners, with `given` ones kept as they are. */
export async function chooseStackPorts(given: Partial<StackPorts> = {}): Promise<StackPorts> {
  const taken = new Set(Object.values(given));
  const ports: Partial<StackPorts> = { ...given };
  for (const name of stackPortNames) {
    if (ports[name] !== undefined) continue;
    const port = await chooseFreePort(taken);
    taken.add(port);
    ports[name] = port;
  }
  return stackPortsSchema.parse(ports);
}
