import type { Episode, EnvironmentFamily, Scene } from '../../../rl/environment/index.js';
import { rewardScene } from '../../../rl/environment/reward-scene.js';
import type { Json } from '../../../training/index.js';
import { element } from '../markup.js';
import { drawShapes, layersOf, pointsOf } from './shapes.js';
import { viewOf, type Bounds, type View } from './view.js';

/** Moments of an episode that are drawn over each other where there is no way to draw. */
const moments = 6;

/** How an episode looks: as its family says, or its rewards added up. */
export function sceneOf(family: Pick<EnvironmentFamily, 'scene'>, task: Json, episode: Episode): Scene {
  return family.scene?.(task, episode) ?? rewardScene(episode);
}

/** A whole episode as one picture: the way that was gone, or some moments of it, the later the darker. */
export function episodePicture(name: string, scene: Scene, bounds: Bounds = scene, width = 220): string {
  const view = viewOf(bounds, width);
  const { below, above } = layersOf(scene.still, view);
  return pictureFrame(name, view, below, ...(scene.trail ? [wayOf(scene.trail, view), above, drawShapes(scene.frames.at(-1) ?? [], view)] : [above, momentsOf(scene, view)]));
}

/** The paper of a picture and what is on it. */
export function pictureFrame(name: string, { width, height }: Pick<View, 'width' | 'height'>, ...content: readonly string[]): string {
  const paper = element('rect', { class: 'paper', width, height, rx: 4 });
  return element('svg', { class: 'scene', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': name }, paper, ...content);
}

function wayOf(trail: NonNullable<Scene['trail']>, view: View): string {
  const way = element('polyline', { class: 'agent way', points: pointsOf(trail, view) });
  const begun = trail.length > 0 ? element('circle', { class: 'plain outline', cx: view.x(trail[0][0]), cy: view.y(trail[0][1]), r: 3 }) : '';
  return way + begun;
}

function momentsOf({ frames }: Scene, view: View): string {
  const count = Math.min(moments, frames.length);
  const shown = Array.from({ length: count }, (_, i) => (count === 1 ? frames.length - 1 : Math.round((i * (frames.length - 1)) / (count - 1))));
  return shown.map((at, i) => element('g', { opacity: (0.15 + (0.85 * (i + 1)) / count).toFixed(2) }, drawShapes(frames[at], view))).join('');
}
