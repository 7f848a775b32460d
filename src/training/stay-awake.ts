/** Milliseconds for which a process looks for messages before it sleeps: an update and what stands between two iterations of small tasks take less. */
const patience = 5;

/**
 * Turns the event loop without a pause until `there` says that what is waited for came, for 5 ms at the most: to be woken by a message takes as long as a small
 * chunk does.
 */
export async function stayAwake(there: () => boolean): Promise<void> {
  const end = performance.now() + patience;
  while (!there() && performance.now() < end) await new Promise<void>((resolve) => setImmediate(resolve));
}
