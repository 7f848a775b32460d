import { z } from 'zod';
import { agentEntries, environmentEntries, type AgentSchedule } from '../catalogue/index.js';

const oneOf = (entries: readonly { readonly name: string }[]) => z.enum(entries.map(({ name }) => name));

const options = z.record(z.string(), z.json());

/** What fixes environments and an agent: the part of config.json that this command line wrote. */
export const agentSettingsSchema = z.strictObject({
  environment: oneOf(environmentEntries),
  /** The file of `environment:FILE`, absolute. */
  argument: z.string().optional(),
  environmentOptions: options,
  algorithm: oneOf(agentEntries),
  algorithmOptions: options,
});
export type AgentSettings = z.infer<typeof agentSettingsSchema>;

export const agentScheduleSchema = z.strictObject({
  metaBatch: z.number(),
  iterations: z.number(),
  testSteps: z.number(),
}) satisfies z.ZodType<AgentSchedule>;

/** What TASK says of environments. */
export type AskedEnvironment = Pick<AgentSettings, 'environment' | 'argument'>;
