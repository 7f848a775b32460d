import type { Json } from '../../training/index.js';
import type { EnvironmentFamily } from './environment.js';

/** Which environment, which of its tasks and which step of the episode an error speaks of: the step from 1, or 0 for the reset. */
export interface Place {
  readonly family: Pick<EnvironmentFamily, 'name' | 'titleOf'>;
  readonly task: Json;
  readonly step: number;
}

/** An environment that breaks its contract, or is used against it: what is wrong, and where. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor({ family, task, step }: Place, wrong: string, cause?: unknown) {
    super(`Environment "${family.name}", task ${titleOf(family, task)}, ${step === 0 ? 'on reset' : `step ${step}`}: ${wrong}`, cause === undefined ? {} : { cause });
  }
}

const longest = 80;

function titleOf(family: Place['family'], task: Json): string {
  if (family.titleOf) return `"${family.titleOf(task)}"`;
  const text = JSON.stringify(task);
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
