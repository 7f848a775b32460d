import { z } from 'zod';
import { figure, parseFigures } from '../parse-figures.js';

/** A line of metrics.jsonl. */
export interface Line {
  readonly iteration: number;
  /** What its validation measures. */
  readonly metric?: string;
  /** All that is a number in it, of which some may be none. */
  readonly figures: Readonly<Record<string, number | undefined>>;
}

const word = z.string().optional().catch(undefined);

const config = z.object({
  setup: z.object({ task: word, environment: word, algorithm: word }),
  schedule: z.object({ iterations: z.number().optional().catch(undefined) }).optional().catch(undefined),
});

/** What stands in test.json, as far as the board shows it. */
const tested = z.object({
  summary: z.string().optional(),
  metric: z.string().optional(),
  mean: figure.optional(),
  ci95: figure.optional(),
  bySteps: z.array(z.object({ steps: z.number(), mean: figure, ci95: figure })).optional(),
  hardest: z.array(z.object({ task: z.number(), score: figure })).optional(),
});

export type Tested = z.infer<typeof tested>;

/** What config.json tells; undefined where it is damaged, or no run's. */
export function configOf(text: string): z.infer<typeof config> | undefined {
  return config.safeParse(parsed(text)).data;
}

/** What test.json tells; undefined where it is damaged, or no test's. */
export function testedOf(text: string): Tested | undefined {
  return tested.safeParse(parsed(text)).data;
}

/** The lines of metrics.jsonl that are whole, with what is a number in them; one that is being written comes the next time. */
export function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    const entry = line === '' ? undefined : parsed(line);
    if (typeof entry !== 'object' || entry === null) return [];
    const figures = Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value === 'number')) as Line['figures'];
    const { iteration } = figures;
    if (iteration === undefined || !Number.isFinite(iteration)) return [];
    const { metric } = entry as { metric?: unknown };
    return [{ iteration, figures, ...(typeof metric === 'string' ? { metric } : {}) }];
  });
}

function parsed(text: string): unknown {
  try {
    return parseFigures<unknown>(text);
  } catch {
    return undefined;
  }
}
