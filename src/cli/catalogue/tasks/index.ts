import type { TaskEntry } from '../task-entry.js';
import { imageCompletionEntry, linesEntry, mixedCurvesEntry, sinusoidEntry, stepsEntry } from './curves.js';
import { caltech101Entry, glyphsEntry, imagesEntry, mixedCharactersEntry, omniglotAlphabetsEntry, omniglotEntry } from './images.js';
import { movieLensEntry, movieTweetingsEntry, ratersEntry, ratingsEntry } from './ratings.js';
import { clinc150Entry, seriesEntry, strokesEntry, tableEntry, textEntry } from './text-series-table.js';

export { ratingTasksOf } from './ratings.js';

/** Every family of tasks of the command line, in the order of their lists. */
export const taskEntries: readonly TaskEntry[] = [
  sinusoidEntry,
  linesEntry,
  stepsEntry,
  mixedCurvesEntry,
  imageCompletionEntry,
  tableEntry,
  glyphsEntry,
  omniglotEntry,
  omniglotAlphabetsEntry,
  mixedCharactersEntry,
  caltech101Entry,
  imagesEntry,
  strokesEntry,
  seriesEntry,
  clinc150Entry,
  textEntry,
  ratersEntry,
  movieTweetingsEntry,
  movieLensEntry,
  ratingsEntry,
];
