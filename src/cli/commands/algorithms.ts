import { Argument, Command } from 'commander';
import { jsonOption } from '../options/common.js';
import { outputFor } from '../output.js';
import { besideNames } from '../word-lines.js';

const about = `
With a NAME: its options as --set NAME=VALUE takes them, with their defaults on a task, and what was published of it.

Examples:
  metalearn algorithms
  metalearn algorithms maml-plus-plus --task sinusoid
  metalearn algorithms --task strokes --json
  metalearn algorithms --task nav2d`;

export function algorithmsCommand(): Command {
  return new Command('algorithms')
    .description('list the meta-learning algorithms, or the options of one')
    .addArgument(new Argument('[NAME]', 'one algorithm'))
    .option('--task <task>', 'only those for this task; defaults are those on it (default: omniglot, and sinusoid for what answers with values, nav2d or bandit for what acts)')
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runAlgorithms);
}

async function runAlgorithms(name: string | undefined, { task, json = false }: { task?: string; json?: boolean }): Promise<void> {
  const { describeAlgorithm, listAlgorithms, tellAlgorithm } = await import('../catalogue/describe-algorithms.js');
  const { describeAgent, listAgents, tellAgent } = await import('../catalogue/describe-agents.js');
  const { agentEntries, isEnvironment } = await import('../catalogue/index.js');
  const output = outputFor(json);
  const acts = task !== undefined && isEnvironment(task);
  if (name !== undefined && (acts || agentEntries.some((entry) => entry.name === name))) {
    const described = describeAgent(name, task);
    output.json(described);
    output.say(tellAgent(described));
    return;
  }
  if (name !== undefined) {
    const described = describeAlgorithm(name, task);
    output.json(described);
    output.say(tellAlgorithm(described));
    return;
  }
  const all = acts ? [] : listAlgorithms(task);
  const agents = acts || task === undefined ? listAgents(task) : [];
  output.json([...all, ...agents]);
  output.say([...(all.length > 0 ? [told(all)] : []), ...(agents.length > 0 && !acts ? ['Agents, for environments:'] : []), ...(agents.length > 0 ? [told(agents)] : [])].join('\n\n'));
}

function told(entries: readonly { readonly name: string; readonly about: string; readonly source: string }[]): string {
  return besideNames(entries.map(({ name, about, source }) => [name, about, source] as const), 17);
}
