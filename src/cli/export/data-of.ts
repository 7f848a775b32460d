/** Whose data a task's are, and on what terms a model may be passed on that learned from them. */
export interface DataSource {
  readonly data: string;
  readonly licence: string;
}

const own: DataSource = { data: 'Data of whoever trained it.', licence: 'Not said: whoever trained it decides.' };

const sources: Readonly<Record<string, DataSource>> = {
  glyphs: { data: 'Stroke characters drawn by the program itself.', licence: 'MIT' },
  sinusoid: { data: 'Sinusoids drawn by the program itself.', licence: 'MIT' },
  omniglot: { data: 'Omniglot (Lake, Salakhutdinov and Tenenbaum 2015), 1623 handwritten characters, MIT licence.', licence: 'MIT' },
  nav2d: { data: 'Point navigation, simulated by the program itself.', licence: 'MIT' },
  movietweetings: { data: 'MovieTweetings (Dooms, De Pessemier and Martens 2013), ratings from public tweets, MIT licence.', licence: 'MIT' },
};

/** The source of a task's data; those of the user's own say nothing. */
export function dataOf(task: string): DataSource {
  return sources[task] ?? own;
}
