/** Where and how a value is not JSON, in words: `task.goal is a Float32Array`; nothing where it is. */
export function notJson(value: unknown, where: string): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${where} is ${value}`;
  if (Array.isArray(value)) return firstOf(value.map((part, i) => notJson(part, `${where}[${i}]`)));
  if (typeof value !== 'object') return `${where} is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}`;
  if (Object.getPrototypeOf(value) !== Object.prototype) return `${where} is a ${value.constructor?.name ?? 'special object'}`;
  // A part that is undefined is as good as absent.
  return firstOf(Object.entries(value).map(([name, part]) => (part === undefined ? undefined : notJson(part, `${where}.${name}`))));
}

function firstOf(words: readonly (string | undefined)[]): string | undefined {
  return words.find((word) => word !== undefined);
}
