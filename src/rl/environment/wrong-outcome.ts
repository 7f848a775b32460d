/** What is wrong with what a step gave, in words; nothing where it has `first` and a reward, and none of the words of others. */
export function wrongOutcome(outcome: unknown, first: 'state' | 'observation'): string | undefined {
  const given = outcome as Readonly<Record<string, unknown>> | null | undefined;
  if (typeof given !== 'object' || given === null || given.reward === undefined || given.reward === null || !(first in given)) {
    return givenLater('step', outcome) ?? `step gave ${JSON.stringify(outcome)}, but must give { ${first}, reward }.`;
  }
  // The habit of years: an episode that nobody ends would be played on to its horizon, without a word.
  return 'done' in given ? 'step gave done, which does not tell how an episode ends: give terminated: true where it comes to an end of its own, a goal or a fall, and truncated: true where it is cut off.' : undefined;
}

/** That a function of an environment gave a promise, where what it gives is wanted at once. */
export function givenLater(name: string, given: unknown): string | undefined {
  return given instanceof Promise ? `${name} gave a promise, but the environments of a family are stepped many at a time, without waiting. What answers later, such as a robot or a simulator elsewhere, is for liveAgent.` : undefined;
}
