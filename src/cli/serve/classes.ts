import type { Answers } from './forms/index.js';
import { malformed } from './refusal.js';

/** The classes of a learner's support set. */
export interface Classes {
  /** Of each class that has examples: its label, what it is called, and how many examples it has. In the order of labels. */
  readonly present: readonly { readonly label: number; readonly name: number | string; readonly examples: number }[];
  /** The label of each example, of all parts one after the other. */
  readonly labels: Int32Array;
}

/**
 * Which class is which label: a number is its own label, names are numbered in the order in which they first come.
 * @param most classes that the learner can tell apart.
 * @param known what the classes of every task are called, where they are the same in all.
 * @throws Refusal where numbers are mixed with names or out of range, or classes are too many or fewer than two.
 */
export function classesOf(parts: readonly Answers[], most: number, known?: readonly string[]): Classes {
  const given = parts.flatMap((answers) => ('classes' in answers ? answers.classes : []));
  const numbered = typeof given[0] === 'number';
  const labels = new Map<number | string, number>();
  const counts = new Map<number | string, number>();
  for (const name of given) {
    if ((typeof name === 'number') !== numbered) throw malformed(`The classes of a learner are all numbers or all names: ${JSON.stringify(given[0])} and ${JSON.stringify(name)} do not go together.`);
    if (typeof name === 'number' && name >= most) throw malformed(`There is an example of class ${name}, and this run tells apart the classes 0 to ${most - 1}: give labels of these.`);
    if (!labels.has(name)) labels.set(name, typeof name === 'number' ? name : labels.size);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (labels.size > most) throw malformed(`The examples are of ${labels.size} classes, and this run tells apart at most ${most}: leave some out.`);
  if (labels.size < 2) throw malformed(`All examples are of one class, ${JSON.stringify(nameOf(given[0]))}: give examples of at least two.`);
  const present = [...labels].map(([name, label]) => ({ label, name: nameOf(name), examples: counts.get(name)! }));
  return { present: present.sort((a, b) => a.label - b.label), labels: Int32Array.from(given, (name) => labels.get(name)!) };

  function nameOf(name: number | string): number | string {
    return known && typeof name === 'number' ? known[name] : name;
  }
}
