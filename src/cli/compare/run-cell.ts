import { fork } from 'node:child_process';
import { childOptions } from '../../training/child-options.js';
import { watchMemory } from '../process-memory.js';
import type { Cell, CellReply, CellRequest, CellResult, Conditions, FailedCell } from './cell.js';

/**
 * Works on a cell in a process of its own, so that its memory is its own and a crash costs no other cell.
 * @throws the signal's reason where it is aborted, after the cell has saved.
 */
export async function runCell(cell: Cell, conditions: Conditions, signal: AbortSignal): Promise<CellResult | FailedCell> {
  const child = fork(new URL('./cell-main.js', import.meta.url), childOptions());
  const send = (request: CellRequest): void => void (child.connected && child.send(request, () => undefined));
  const stop = (): void => send({ type: 'stop' });
  const watch = watchMemory(child.pid!, 200);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const reply = await new Promise<CellReply>((resolve) => {
      child.once('message', (message: CellReply) => resolve(message));
      child.once('error', (error) => resolve({ type: 'failed', message: error.message }));
      child.once('exit', (code, how) => resolve({ type: 'failed', message: `its process ended (${how ?? `exit code ${code}`})` }));
      send({ type: 'cell', cell, conditions });
    });
    signal.throwIfAborted();
    if (reply.type !== 'done') return { name: cell.name, kind: cell.kind, error: reply.type === 'failed' ? reply.message : 'it was stopped' };
    const peak = watch.stop();
    return { ...reply.result, ...(peak ? { peakBytes: peak.bytes } : {}) };
  } finally {
    watch.stop();
    signal.removeEventListener('abort', stop);
    if (child.connected) child.disconnect();
  }
}
