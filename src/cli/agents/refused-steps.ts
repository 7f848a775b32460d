import { count } from '../progress.js';
import type { AgentLine } from './agent-lines.js';

/** The steps of the outer rule that were taken back, in a sentence, or why none led anywhere; nothing where all did. */
export function refusedSteps(lines: readonly AgentLine[]): string {
  if (nothingLearned(lines)) {
    return stepsOf(lines).every(({ gradientNorm }) => gradientNorm === 0)
      ? 'Nothing was learned: no gradient was other than zero, as all episodes of a task earned the same. Rewards that are not come upon by chance are the usual cause: begin nearer to them, or reward what leads there.'
      : 'Nothing was learned: every outer step was refused, as no length of it would do. Observations that are far from numbers of about 1, or inner steps that are too long, are the usual causes: scale what the environment shows, or try a smaller --inner-lr.';
  }
  const refused = lines.filter(({ accepted }) => accepted === 0).length;
  const [were, them] = refused === 1 ? [' was', 'it'] : ['s were', 'them'];
  return refused === 0 ? '' : `${count(refused)} outer step${were} refused, as no length of ${them} would do.`;
}

/** Whether there were steps, and theta is still what it was before the first. */
export function nothingLearned(lines: readonly AgentLine[]): boolean {
  const steps = stepsOf(lines);
  return steps.length > 0 && steps.every(({ accepted, gradientNorm }) => accepted === 0 || gradientNorm === 0);
}

/** Validations are lines of their own. */
function stepsOf(lines: readonly AgentLine[]): AgentLine[] {
  return lines.filter(({ accepted }) => accepted !== undefined);
}
