import { trainingLine, type Told } from '../training-line.js';

/** A progress line of meta-training an agent: returns before and after adapting, and how far the outer step went. */
export function agentLine(label: string): ReturnType<typeof trainingLine> {
  return trainingLine(label, notesOf);
}

/** `return -38.2 to -11.4  KL 0.0093`; a step that was refused is told. */
export const notesOf: Told = ({ record = {} }) => {
  const returns = Object.keys(record).filter((name) => /^return\d+$/.test(name)).sort((a, b) => Number(a.slice(6)) - Number(b.slice(6)));
  const [first, last] = [returns.at(0), returns.at(-1)].map((name) => (name === undefined ? undefined : shown(record[name])));
  const returned = first === undefined ? [] : [returns.length === 1 ? `return ${first}` : `return ${first} to ${last}`];
  const moved = record.divergence === undefined ? [] : [`KL ${record.divergence.toPrecision(2)}`];
  return { notes: [...returned, ...moved, ...(record.accepted === 0 ? ['step refused'] : [])] };
};

function shown(value: number): string {
  return value.toPrecision(3);
}
