import { Argument, Command } from 'commander';
import { jsonOption } from '../options/common.js';
import { outputFor } from '../output.js';

const about = `
With a NAME: its options as --set NAME=VALUE takes them, with their defaults on a task, and what was published of it.

Examples:
  metalearn algorithms
  metalearn algorithms maml-plus-plus --task sinusoid
  metalearn algorithms --task strokes --json`;

export function algorithmsCommand(): Command {
  return new Command('algorithms')
    .description('list the meta-learning algorithms, or the options of one')
    .addArgument(new Argument('[NAME]', 'one algorithm'))
    .option('--task <task>', 'only those for this task; defaults are those on it (default: omniglot, and sinusoid for what answers with values)')
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runAlgorithms);
}

async function runAlgorithms(name: string | undefined, { task, json = false }: { task?: string; json?: boolean }): Promise<void> {
  const { describeAlgorithm, listAlgorithms, tellAlgorithm } = await import('../catalogue/describe-algorithms.js');
  const output = outputFor(json);
  if (name !== undefined) {
    const described = describeAlgorithm(name, task);
    output.json(described);
    output.say(tellAlgorithm(described));
    return;
  }
  const all = listAlgorithms(task);
  output.json(all);
  output.say(all.map((each) => `${each.name.padEnd(17)}${each.about}\n${' '.repeat(17)}${each.source}`).join('\n'));
}
