import type { Published } from '../algorithm-entry.js';

/** Accuracies on Omniglot of 5-way 1-shot, 5-way 5-shot, 20-way 1-shot and 20-way 5-shot, as far as there are any. */
export function onOmniglot(values: readonly (number | undefined)[], protocol: string): Published[] {
  const cases = [[5, 1], [5, 5], [20, 1], [20, 5]] as const;
  return cases.flatMap(([ways, shots], index) => {
    const value = values[index];
    return value === undefined ? [] : [{ task: 'omniglot', ways, shots, value, protocol }];
  });
}
