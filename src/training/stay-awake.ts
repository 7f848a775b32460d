/** Milliseconds for which a process looks for messages before it sleeps: an update and what stands between two iterations of small tasks take less. */
const patience = 5;

/**
 * Turns the event loop without a pause until `there` says that what is waited for came, for 5 ms at the most: to be woken by a message takes as long as a small
 * chunk does.
 * @returns whether it came.
 */
export async function stayAwake(there: () => boolean): Promise<boolean> {
  const end = performance.now() + patience;
  while (!there()) {
    if (performance.now() > end) return false;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return true;
}
