import { count } from '../progress.js';
import type { AgentLine } from './agent-lines.js';

/** The steps of the outer rule that were taken back, in a sentence; none where there were none. */
export function refusedSteps(lines: readonly AgentLine[]): string {
  const refused = lines.filter(({ accepted }) => accepted === 0).length;
  if (refused === 0) return '';
  const [were, them] = refused === 1 ? [' was', 'it'] : ['s were', 'them'];
  return nothingLearned(lines)
    ? `Every outer step was refused, as no length of it would do: nothing was learned. Observations that are far from numbers of about 1, or inner steps that are too long, are the usual causes: scale what the environment shows, or try a smaller --inner-lr.`
    : `${count(refused)} outer step${were} refused, as no length of ${them} would do.`;
}

/** Whether there were steps, which lines of validations are not, and theta is still what it was before the first. */
export function nothingLearned(lines: readonly AgentLine[]): boolean {
  const steps = lines.filter(({ accepted }) => accepted !== undefined);
  return steps.length > 0 && steps.every(({ accepted }) => accepted === 0);
}
