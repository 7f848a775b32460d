import { join } from 'node:path';
import { decodeText, findData, fingerprint, readBytes } from '../../tasks/files/index.js';
import type { TextClass } from './text-family.js';

/** CLINC150 as its authors cut it; few-shot tasks pool the three parts of an intent. */
export type ClincPart = 'train' | 'val' | 'test';

export interface Clinc150Data {
  /** The intents of each domain. */
  readonly domains: Readonly<Record<string, readonly TextClass[]>>;
  /** Texts that belong to no intent, by part. */
  readonly outOfScope: Readonly<Record<ClincPart, readonly string[]>>;
  /** The sum of each file. */
  readonly files: Readonly<Record<string, string>>;
}

const parts = ['train', 'val', 'test'] as const;
const [sentences, domains] = ['data_full.json', 'domains.json'];
const request = { files: [sentences, domains], address: 'https://github.com/clinc/oos-eval/tree/master/data' };

/** Reads the two files. @throws Error where they are missing, damaged or not the whole set: 10 domains of 15 intents of 150 texts. */
export function readClinc150(dataDirectory?: string): Clinc150Data {
  const folder = findData('clinc150', request, dataDirectory);
  const [data, domainsOf] = [sentences, domains].map((name) => readJson(join(folder, name)));
  const texts = new Map<string, string[]>();
  for (const part of parts) {
    for (const [text, intent] of pairsOf(data.value[part], data.file)) {
      const known = texts.get(intent);
      if (known) known.push(text);
      else texts.set(intent, [text]);
    }
  }
  const found = Object.entries(domainsOf.value).map(([domain, intents]) => {
    const own = Array.isArray(intents) ? intents : [];
    return [domain, own.map((intent: unknown) => ({ name: `${domain}/${intent}`, texts: texts.get(String(intent)) ?? [] }))] as const;
  });
  if (found.length !== 10 || found.some(([, intents]) => intents.length !== 15 || intents.some((intent) => intent.texts.length !== 150))) {
    throw incomplete(data.file);
  }
  const outOfScope = Object.fromEntries(parts.map((part) => [part, pairsOf(data.value[`oos_${part}`], data.file).map(([text]) => text)])) as Record<ClincPart, string[]>;
  return { domains: Object.fromEntries(found), outOfScope, files: { [sentences]: data.sha256, [domains]: domainsOf.sha256 } };
}

function incomplete(file: string): Error {
  return new Error(`${file} is not the whole of CLINC150: 10 domains of 15 intents with 150 sentences each, and out-of-scope sentences. Get data_full.json and domains.json from ${request.address}.`);
}

function readJson(file: string): { file: string; sha256: string; value: Record<string, unknown> } {
  const bytes = readBytes(file);
  const text = decodeText(bytes, file);
  try {
    return { file, sha256: fingerprint(bytes), value: Object(JSON.parse(text)) as Record<string, unknown> };
  } catch (error) {
    throw new Error(`${file} is cut short or damaged: ${(error as Error).message}. Get it from ${request.address}.`, { cause: error });
  }
}

function pairsOf(value: unknown, file: string): [text: string, intent: string][] {
  const whole = Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((entry) => typeof entry === 'string'));
  if (!whole) throw incomplete(file);
  return value as [string, string][];
}
