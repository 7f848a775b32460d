import { Argument, Command } from 'commander';
import { jsonOption } from '../options/common.js';
import { outputFor } from '../output.js';

const about = `
With a NAME: its options as --set NAME=VALUE takes them, with their defaults.

Examples:
  metalearn tasks
  metalearn tasks omniglot`;

export function tasksCommand(): Command {
  return new Command('tasks')
    .description('list the families of tasks, or the options of one')
    .addArgument(new Argument('[NAME]', 'one family of tasks'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runTasks);
}

async function runTasks(name: string | undefined, { json = false }: { json?: boolean }): Promise<void> {
  const { describeTask, listTasks, tellTask } = await import('../catalogue/describe-tasks.js');
  const output = outputFor(json);
  if (name !== undefined) {
    const described = describeTask(name);
    output.json(described);
    output.say(tellTask(described));
    return;
  }
  const all = listTasks();
  output.json(all);
  output.say(all.map((each) => `${each.usage.padEnd(20)}${each.about}\n${' '.repeat(20)}${each.source}`).join('\n'));
}
