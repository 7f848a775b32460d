import { basename } from 'node:path';
import { formatCount, taskNamed } from '../catalogue/index.js';
import { usualAlgorithm } from './complete.js';
import type { Settings } from './schema.js';

/** `5-way 1-shot omniglot`. */
export function titleOfTask({ task, argument, features, ways, shots }: Settings): string {
  return `${sizesOf({ ways, shots })} ${task}${argument === undefined ? '' : ` of ${argument}`}${features === undefined ? '' : ` by features of ${basename(features)}`}`;
}

/** `exact maml`, `first-order maml`, `anil`: the order is told where it can be chosen. */
export function titleOfAlgorithm({ algorithm, algorithmOptions: { firstOrder } }: Settings): string {
  return `${firstOrder === undefined ? '' : firstOrder ? 'first-order ' : 'exact '}${algorithm}`;
}

/** `runs/omniglot-5-way-1-shot`: where a run goes if nothing else is said. The algorithm is told where it is not the task's own. */
export function defaultFolder({ task, argument, features, ways, shots, taskOptions, algorithm, algorithmOptions: { firstOrder } }: Settings): string {
  const name = argument === undefined ? task : `${task}-${basename(argument).replace(/\.(csv|tsv|jsonl?|txt)$/i, '') || 'folder'}`;
  const kind = `${algorithm === usualAlgorithm(taskNamed(task), taskOptions as Record<string, never>) ? '' : `-${algorithm}`}${firstOrder ? '-first-order' : ''}`;
  const seen = features === undefined ? '' : `-${basename(features).replace(/\.onnx$/i, '')}`;
  return `runs/${name}${seen}-${sizesOf({ ways, shots }).replace(' ', '-')}${kind}`;
}

function sizesOf({ ways, shots }: Pick<Settings, 'ways' | 'shots'>): string {
  return `${ways === undefined ? '' : `${formatCount(ways)}-way `}${formatCount(shots)}-shot`;
}
