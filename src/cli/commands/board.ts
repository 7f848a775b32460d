import { Argument, Command } from 'commander';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption } from '../options/common.js';
import { whole } from '../options/values.js';
import { outputFor } from '../output.js';

const about = `
Shows, for this machine only, the runs below a folder: which are running, their loss and validation metric as they come, what tests found, the hardest
tasks, and several runs side by side. It reads the run folders and writes nothing. Ctrl-C ends it.

Examples:
  metalearn board
  metalearn board experiments --port 8080
  metalearn train omniglot --open      trains, with the board beside it`;

export function boardCommand(): Command {
  return new Command('board')
    .description('watch runs in the browser, as they train')
    .addArgument(new Argument('[DIR]', 'the folder in which runs lie').default('runs'))
    .option('--port <n>', 'the port to listen on (default: 4180, or a free one)', whole(1, 65535))
    .option('--open', 'open it in the browser')
    .addOption(seedOption('nothing here, as watching draws nothing at random'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runBoard);
}

async function runBoard(folder: string, { port, open = false, json = false }: { port?: number; open?: boolean; json?: boolean }): Promise<void> {
  const { openBoard, openInBrowser } = await import('../board/serve-board.js');
  const output = outputFor(json);
  await withInterrupt(async (signal) => {
    const board = await openBoard(folder, port);
    output.json({ url: board.url, folder });
    output.say(`The board of ${folder} is at ${board.url} (Ctrl-C ends it).`);
    if (open) openInBrowser(board.url);
    if (!signal.aborted) await new Promise((ended) => signal.addEventListener('abort', ended, { once: true }));
    await board.close();
  });
}
