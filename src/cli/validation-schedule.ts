import { taskNamed } from './catalogue/index.js';
import type { Settings } from './settings/index.js';

/** How often what is trained on a task is validated, and on how many tasks; alike for what is compared. */
export function validationSchedule({ task }: Pick<Settings, 'task'>, iterations: number): { readonly every: number; readonly episodes: number } {
  return { every: Math.max(1, Math.min(500, Math.ceil(iterations / 20))), episodes: taskNamed(task).validationEpisodes ?? 200 };
}
