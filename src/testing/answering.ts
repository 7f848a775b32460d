// The process of `answerOf`: runs a command line for each message.
import { runCommand } from '../cli/run-command.js';

process.on('message', async (args: readonly string[]) => {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: string | Uint8Array) => {
      said[name] += String(text);
      return true;
    };
  }
  const code = await runCommand([process.execPath, 'metalearn', ...args]);
  process.send!({ code, ...said });
});
