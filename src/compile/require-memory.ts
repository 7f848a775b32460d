/**
 * Times the estimate that the native runtime was seen to hold from the second call on: 2.8 to 3.4 in training conv nets, 4.2 in testing one, 2.9 for a perceptron,
 * 2.1 for a chain of functions. It frees in its own order.
 */
const held = 3;

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/**
 * The system ends a process that takes more memory than there is without a word, so that what cannot fit is refused before.
 *
 * @param peakBytes the estimate of intermediate values alive at once.
 * @throws RangeError where they do not fit into the memory of this machine, or what the system leaves to the process.
 */
export async function requireMemory(peakBytes: number): Promise<void> {
  const { totalmem } = await import('node:os');
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  if (held * peakBytes <= memory) return;
  throw new RangeError(`One call would hold about ${gibibytes(held * peakBytes)} of intermediate values, and there are ${gibibytes(memory)} of memory. Give it less at a time: fewer queries, ways or shots of a task, or fewer tasks in a call.`);
}
