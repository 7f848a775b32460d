import type { HostExamples } from '../tasks/index.js';

/** Where rows of examples that count hold what is no finite number, in words: `NaN in x of its support set, row 2`. */
export function brokenValue({ x, y, mask }: HostExamples, set: string): string | undefined {
  for (const [name, { data, shape }] of Object.entries({ x, y })) {
    const width = data.length / shape[0];
    const at = data.findIndex((value: number, i: number) => !Number.isFinite(value) && mask?.data[Math.floor(i / width)] !== 0);
    if (at >= 0) return `${data[at]} in ${name} of ${set}, row ${Math.floor(at / width)}`;
  }
  return undefined;
}
