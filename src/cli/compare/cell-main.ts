import { explain, Stopped } from '../failure.js';
import { algorithmCell } from './algorithm-cell.js';
import type { Cell, CellReply, CellRequest, CellResult, Conditions } from './cell.js';
import { conventionalCell, pretrainingCell } from './conventional-cell.js';

/** The program of a cell's process: works on one cell, saves and ends when it is told to stop or the main process is gone. */

const stop = new AbortController();

function work(cell: Cell, conditions: Conditions): Promise<CellResult> {
  switch (cell.kind) {
    case 'algorithm':
      return algorithmCell(cell, conditions, stop.signal);
    case 'pretraining':
      return pretrainingCell(cell, conditions, stop.signal);
    case 'conventional':
      return conventionalCell(cell, conditions, stop.signal);
  }
}

async function answer(cell: Cell, conditions: Conditions): Promise<CellReply> {
  try {
    return { type: 'done', result: await work(cell, conditions) };
  } catch (error) {
    if (error instanceof Stopped || stop.signal.aborted) return { type: 'stopped' };
    return { type: 'failed', message: explain(error).message?.replace(/^error: /, '') ?? String(error) };
  }
}

process.on('message', (request: CellRequest) => {
  if (request.type === 'stop') return stop.abort();
  // Where the reply cannot be sent, the main process is gone.
  void answer(request.cell, request.conditions).then((reply) => process.send?.(reply, undefined, undefined, () => process.exit()));
});
process.on('disconnect', () => stop.abort());
// Ctrl-C reaches the whole group; the main process decides when its cells end.
process.on('SIGINT', () => undefined);
