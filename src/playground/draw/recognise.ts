import type { AdaptedModel, Model } from '../../web/index.js';
import { inkOf, inputOf } from '../parts/raster.js';
import type { Drawing } from '../parts/strokes.js';
import type { Invented } from './symbols.js';

/** Adapts to ink (105, 105) of each drawing, with the number of its class. */
export function adaptTo(model: Model, drawings: readonly { readonly ink: Float32Array; readonly label: number }[], steps?: number): Promise<AdaptedModel> {
  const x = Float32Array.from(drawings.flatMap(({ ink }) => [...inputOf(ink)]));
  return model.adapt({ x, y: drawings.map(({ label }) => label) }, { steps });
}

/** The probabilities of each class for ink (105, 105). */
export async function probabilitiesOf(adapted: AdaptedModel, ink: Float32Array, classes: number): Promise<number[]> {
  const { probabilities } = await adapted.predict({ x: inputOf(ink) });
  return Array.from(probabilities.subarray(0, classes));
}

/** Adapts to what was drawn of each symbol. */
export function adaptToSymbols(model: Model, symbols: readonly Invented[], steps?: number): Promise<AdaptedModel> {
  return adaptTo(model, symbols.flatMap(({ drawings }, label) => drawings.map((drawing) => ({ ink: inkOf(drawing), label }))), steps);
}

export function recognise(adapted: AdaptedModel, query: Drawing, symbols: readonly Invented[]): Promise<number[]> {
  return probabilitiesOf(adapted, inkOf(query), symbols.length);
}
