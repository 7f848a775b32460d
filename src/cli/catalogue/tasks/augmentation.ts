import { z } from 'zod';
import type { Augmentation } from '../../../fewshot/index.js';

/** How training images are varied, as options of a task; all off where nothing is said. */
export const augmentationOptions = {
  flip: z.boolean().default(false).describe('mirror every other training image'),
  shift: z.number().int().min(0).max(1024).default(0).describe('the most pixels that a training image is shifted by'),
  crop: z.number().gt(0).max(1).default(1).describe('the least part of a training image that is cut out and enlarged'),
  turn: z.number().min(0).max(180).default(0).describe('the largest turn of a training image to either side, in degrees'),
  zoom: z.number().min(0).lt(1).default(0).describe('the largest change of size of a training image'),
  shear: z.number().min(0).lt(90).default(0).describe('the largest slant of a training image, in degrees'),
  brightness: z.number().min(0).max(1).default(0).describe('the largest change of brightness of a training image'),
};

/** Undefined where nothing is varied, so that a family says nothing of it. */
export function augmentationOf({ flip, shift, crop, turn, zoom, shear, brightness }: z.output<z.ZodObject<typeof augmentationOptions>>): Augmentation | undefined {
  const affine = { ...(turn > 0 ? { degrees: turn } : {}), ...(zoom > 0 ? { scale: zoom } : {}), ...(shear > 0 ? { shear } : {}) };
  const chosen: Augmentation = {
    ...(flip ? { flip } : {}),
    ...(shift > 0 ? { shift } : {}),
    ...(crop < 1 ? { crop } : {}),
    ...(Object.keys(affine).length > 0 ? { affine } : {}),
    ...(brightness > 0 ? { brightness } : {}),
  };
  return Object.keys(chosen).length > 0 ? chosen : undefined;
}
