/**
 * Responsible for the part `fleet` of the pipeline file: whose share of the hosts' slots its runs take, and what they go before.
 * Leaves to others: quotas (registry), granting slots (fanout).
 */
import { leastPriority, mostPriority, teamPattern } from '@espalier/domain';
import { z } from 'zod';

const team = z
  .string()
  .regex(teamPattern, 'expected lower-case letters, digits, - and _, such as ranking')
  .optional()
  .describe('Against whose quota its slots count. Without it `default`, the team of all who name none.');

const priority = z
  .int()
  .min(leastPriority)
  .max(mostPriority)
  .optional()
  .describe(
    'For each step more, a run that waits for slots goes before those that began to wait up to half an hour earlier. Without it 0.',
  );

export const fleet = z
  .strictObject({ team, priority })
  .describe('What its runs have of hosts that several teams share. It changes nothing of what they make.');
