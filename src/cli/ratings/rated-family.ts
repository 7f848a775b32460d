import { ratingTasksOf, taskNamed } from '../catalogue/index.js';
import type { Ratings, RatingTasks } from '../../recommend/index.js';
import type { Settings } from '../settings/index.js';
import { usable } from '../setup.js';

/** The data of rating tasks as they are read, and the tasks that training made of them. @throws UsageError where the settings do not go with the data. */
export async function ratedFamily(settings: Settings): Promise<{ readonly ratings: Ratings; readonly family: RatingTasks }> {
  const { task, argument, data, taskOptions, shots, queries } = settings;
  const entry = taskNamed(task);
  return usable(async () => {
    const options = entry.options.parse(taskOptions);
    const ratings = await entry.ratings!({ argument, data, options });
    return { ratings, family: ratingTasksOf(ratings, { shots, queries, options }) };
  });
}
