/** What a shape stands for; the report gives each its colour. */
export type Tone = 'agent' | 'goal' | 'obstacle' | 'ground' | 'plain';

/** In the plane, y upwards, in units of the environment. */
export type Shape =
  | { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radius: number; readonly tone: Tone; readonly hollow?: boolean }
  | { readonly kind: 'line'; readonly points: readonly (readonly [x: number, y: number])[]; readonly tone: Tone; readonly width?: number }
  | { readonly kind: 'polygon'; readonly points: readonly (readonly [x: number, y: number])[]; readonly tone: Tone; readonly hollow?: boolean }
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly text: string; readonly tone: Tone };

/** An episode as pictures. */
export interface Scene {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  /** What does not move, drawn first. */
  readonly still: readonly Shape[];
  /** What moves: one picture for each observation. */
  readonly frames: readonly (readonly Shape[])[];
  /** The way that was gone, for a drawing of the whole episode at once. */
  readonly trail?: readonly (readonly [x: number, y: number])[];
}
