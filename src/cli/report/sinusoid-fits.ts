import { legend, lineChart, type Series } from './line-chart.js';
import { beside, figure, type Section } from './page.js';

/** One task of regression on a line: the function to find, the points that were seen, and the fits by adaptation steps. */
export interface Fit {
  readonly title: string;
  readonly truth: readonly (readonly [number, number])[];
  readonly support: readonly (readonly [number, number])[];
  /** The learner's curve before adapting and after one or more steps. */
  readonly fits: readonly { readonly steps: number; readonly points: readonly (readonly [number, number])[] }[];
}

const tones = ['untrained', 'pretrained', 'own'] as const;

/** A small picture for each task, all with the same axes. Shows at most three fits a task, told apart by their steps. */
export function fitsSection(heading: string, text: string, fits: readonly Fit[]): Section {
  const values = fits.flatMap(({ truth, support }) => [...truth, ...support].map(([, y]) => Math.abs(y)));
  const reach = Math.ceil(Math.max(1, ...values) * 1.1);
  const pictures = fits.map((fit) =>
    figure(
      fit.title,
      lineChart({
        name: fit.title,
        x: { label: 'x', range: [-5, 5] },
        y: { label: 'y', range: [-reach, reach] },
        series: seriesOf(fit),
        width: 300,
        height: 210,
      }),
    ),
  );
  return { heading, text, body: [fits.length > 0 ? legend(seriesOf(fits[0])) : '', beside('fits', ...pictures)] };
}

function seriesOf({ truth, support, fits }: Fit): Series[] {
  const shown = fits.slice(-tones.length);
  return [
    { name: 'the true function', tone: 'truth', points: truth },
    ...shown.map(({ steps, points }, index) => ({
      name: steps === 0 ? 'before adapting' : `after ${steps} step${steps === 1 ? '' : 's'}`,
      tone: tones[index + tones.length - shown.length],
      points,
    })),
    { name: 'support points', tone: 'truth', points: support, marks: 'dots' },
  ];
}
