import { Command } from 'commander';
import { UsageError } from '../failure.js';
import { suggestion } from '../../nn/nearest.js';

/** `help train`: what `train --help` prints. */
export function helpCommand(program: Command): Command {
  return new Command('help')
    .description('explain a command')
    .argument('[COMMAND]', 'the command; all of them where it is left out')
    .action((name?: string) => {
      if (name === undefined) return program.outputHelp();
      const found = program.commands.find((command) => command.name() === name);
      if (found === undefined) {
        const names = program.commands.map((command) => command.name());
        throw new UsageError(`There is no command '${name}'.${suggestion(name, names)} metalearn help lists them.`);
      }
      found.outputHelp();
    });
}
