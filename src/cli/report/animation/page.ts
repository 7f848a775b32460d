import type { Scene } from '../../../rl/environment/index.js';
import { lineChart, legend, type Series } from '../line-chart.js';
import { plotArea } from '../axes.js';
import { element, escape } from '../markup.js';
import { boundsOf, drawShapes, layersOf, pictureFrame, pointsOf, sceneStyle, viewOf, type View } from '../scene/index.js';
import { style } from '../style.js';
import { playerScript } from './player.js';

/** One episode of an animation. */
export interface Clip {
  /** `before adapting`. */
  readonly name: string;
  readonly scene: Scene;
  /** (steps). */
  readonly rewards: ArrayLike<number>;
}

export interface Animation {
  readonly title: string;
  readonly lead: string;
  /** Episodes side by side, all moved by one slider. */
  readonly clips: readonly Clip[];
  /** Seconds that the longest of them takes. */
  readonly seconds?: number;
}

const width = 420;
/** Pictures of an episode at most: of longer ones every second, third, ... is drawn. */
const mostFrames = 250;
const chart = { width: 860, height: 230 };

/** The whole document: one file that needs nothing else. Without scripts it shows the episodes as they ended. */
export function renderAnimation({ title, lead, clips, seconds = 8 }: Animation): string {
  const steps = Math.max(1, ...clips.map(({ scene }) => scene.frames.length - 1));
  const stride = Math.ceil(steps / mostFrames);
  const bounds = boundsOf(clips.map(({ scene }) => scene));
  const view = viewOf(bounds, width);
  const told = { steps, stride, seconds, clips: clips.map(({ rewards }) => ({ returns: sums(rewards) })) };
  const content = [
    element('h1', {}, escape(title)),
    element('p', { class: 'lead' }, escape(lead)),
    element('div', { class: 'clips' }, ...clips.map((clip) => drawClip(clip, view, stride))),
    controls(steps),
    returnsChart(clips, steps),
    `<script type="application/json" id="told">${JSON.stringify(told).replaceAll('<', '\\u003c')}</script>`,
    `<script>\n${playerScript}\n</script>`,
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, escape(title)),
    `<style>\n${style}\n${sceneStyle}\n${animationStyle}\n</style>`,
    '</head>',
    element('body', {}, element('main', {}, ...content)),
    '</html>',
    '',
  ].join('\n');
}

function drawClip({ name, scene, rewards }: Clip, view: View, stride: number): string {
  const last = scene.frames.length - 1;
  const { below, above } = layersOf(scene.still, view);
  const begun = scene.trail?.[0];
  const start = begun ? element('circle', { class: 'plain outline', cx: view.x(begun[0]), cy: view.y(begun[1]), r: 4 }) : '';
  const way = scene.trail ? element('polyline', { class: 'agent way', points: pointsOf(scene.trail, view) }) : '';
  const kept = scene.frames.flatMap((shapes, step) => (step % stride === 0 || step === last ? [{ shapes, step }] : []));
  const frames = kept.map(({ shapes, step }) => element('g', { class: step === last ? 'frame now' : 'frame', 'data-step': step }, drawShapes(shapes, view)));
  const total = sums(rewards).at(-1) ?? 0;
  const caption = `${escape(name)}: ${element('span', { class: 'told' }, `return ${readable(total)} in ${rewards.length} step${rewards.length === 1 ? '' : 's'}`)}`;
  return element('figure', { class: 'clip' }, element('figcaption', {}, caption), pictureFrame(name, view, below, start, way, above, ...frames));
}

/** Hidden until a script is there to obey them. */
function controls(steps: number): string {
  return element(
    'div',
    { class: 'controls', hidden: '' },
    element('button', { type: 'button', id: 'play' }, 'Play'),
    element('input', { type: 'range', id: 'at', min: 0, max: steps, value: steps, step: 1, 'aria-label': 'step of the episode' }),
    element('output', { id: 'step', for: 'at' }, `step ${steps}`),
  );
}

/** The return so far of each clip, with a line where the slider is. */
function returnsChart(clips: readonly Clip[], steps: number): string {
  const tones = ['untrained', 'own', 'second', 'third'] as const;
  const series = clips.map(({ name, rewards }, i): Series => ({ name, tone: clips.length === 1 ? 'own' : tones[i % tones.length], points: [[0, 0], ...sums(rewards).map((sum, step) => [step + 1, sum] as const)] }));
  const drawn = lineChart({ name: 'return so far', x: { label: 'step', range: [0, steps], whole: true }, y: { label: 'return so far' }, series, ...chart });
  const { left, right, top, bottom } = plotArea(chart.width, chart.height);
  const cursor = element('line', { id: 'cursor', x1: right, x2: right, y1: top, y2: bottom, 'data-left': left, 'data-right': right });
  return element('figure', { tabindex: 0, 'aria-label': 'return so far' }, legend(series), drawn.replace(/<\/svg>$/, `${cursor}</svg>`));
}

function sums(values: ArrayLike<number>): number[] {
  let sum = 0;
  return Array.from(values, (value) => Number((sum += value).toPrecision(6)));
}

function readable(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

const animationStyle = `
.clips { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: .5rem 1.5rem; }
.clips figcaption { color: var(--ink); font-weight: 550; } .clips .told { color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; }
.clip { margin: 1rem 0 .5rem; } .clip svg { max-width: none; }
.frame { display: none; } .frame.now { display: inline; }
.controls { display: flex; align-items: center; gap: .9rem; margin: .5rem 0 1rem; }
.controls[hidden] { display: none; }
.controls button { font: inherit; min-width: 5.5rem; padding: .35rem .9rem; color: var(--page); background: var(--own); border: 0; border-radius: 5px; cursor: pointer; }
.controls button:focus-visible, .controls input:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
.controls input { flex: 1; accent-color: var(--own); } .controls output { min-width: 5.5rem; color: var(--muted); font-variant-numeric: tabular-nums; }
#cursor { stroke: var(--ink); stroke-width: 1; opacity: .5; }
@media print { .controls { display: none; } }
`.trim();
