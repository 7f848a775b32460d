import type { ArtifactCard } from '../../artifact/index.js';

/** What an artifact does, what it is for, and what it is not for. */
export interface Purpose {
  readonly does: string;
  readonly use: string;
  readonly limits: readonly string[];
}

/** The same in words for each kind of learner. */
export function purposeOf({ learns, task, programs }: ArtifactCard): Purpose {
  const rows = Math.max(...programs.map((program) => program.rows));
  const unlike = `It learned to learn tasks like those of ${task}. On tasks of another kind the figures above say nothing: measure it on yours first.`;
  if (learns.kind === 'classes') {
    return {
      does: `It tells up to ${learns.ways} classes apart that it has never seen, from a few examples of each, up to ${rows} in all: adapting to them takes one call.`,
      use: `Recognisers of classes that come up with their users: give a few examples of each, and ask.`,
      limits: [
        unlike,
        'It always names one of the given classes. An example of none of them is given to one as well, often with a high probability.',
        'Probabilities are those of the softmax, and may be too sure or not sure enough: see `probabilities` in artifact.json, where it was measured.',
        'Where a wrong answer does harm, a person has to decide.',
      ],
    };
  }
  if (learns.kind === 'values') {
    return {
      does: `It predicts ${learns.outputs === 1 ? 'a value' : `${learns.outputs} values`} for inputs of ${shaped(learns.input)}, from up to ${rows} examples of the task at hand: adapting to them takes one call.`,
      use: 'Predictions for a new person, machine or curve of which few examples are known.',
      limits: [unlike, 'Beyond the range of inputs that it was trained on it guesses.', 'It gives values, and no interval around them.'],
    };
  }
  if (learns.kind === 'ratings') {
    return {
      does: `It tells how a person would rate each item of its catalogue, on a scale from ${learns.scale.low} to ${learns.scale.high}, from up to ${rows} of their ratings.`,
      use: 'Recommendations for people who are new, on their own device: their ratings need not leave it.',
      limits: [
        'It knows the items of its catalogue, and no others.',
        'It learned from people who rate in public, who are not everybody, and from more ratings of popular items than of others.',
        'A prediction is of one rating, not of what is good for somebody.',
      ],
    };
  }
  return {
    does: `A policy for ${learns.environment} that adapts by gradient steps to what it experienced: ${learns.episodes} episodes of ${learns.horizon} steps a round.`,
    use: 'Study of how agents adapt, in simulation.',
    limits: [unlike, 'It learned in a simulation and explores by acting at random. It is not made to move anything real.'],
  };
}

/** What its inputs are numbers of. */
export function inputOf({ learns, training }: ArtifactCard): string {
  if (learns.kind === 'ratings') return 'Items are numbered from 0 in the order of `catalogue.json`; ratings are on its scale.';
  if (learns.kind === 'policy') {
    const { surrogate } = (training.algorithmOptions ?? {}) as { readonly surrogate?: unknown };
    const whole = surrogate === 'dice' ? ` Rows are whole episodes of ${learns.horizon} steps, one after the other, filled up with zeros, in \`mask\` too, where one ended before.` : '';
    const [action, next] =
      learns.actions.kind === 'box'
        ? ["the action as it was drawn, in the environment's units and before it is clipped to its bounds", "its mean, in the environment's units, and the logarithms of its deviations"]
        : ['the number of the choice', 'a logit for each choice'];
    const ahead = learns.lambda === 1 ? 'the sum of the rewards from there to the end of the episode' : `the generalised one (Schulman et al. 2016, lambda ${learns.lambda})`;
    const advantage = `The advantage is ${ahead}, discounted by ${learns.discount} a step, less what is to be expected there (a least squares fit for each round, of observations and time), and then less its mean and over its deviation in the round.`;
    return `Rows of \`x\` are observations. Rows of \`y\` are ${action}; its advantage; and the \`parameters\` that it was drawn from. ${advantage} Rounds after the first are \`x1\`, \`y1\`, \`mask1\` and so on. \`parameters\` are those of the next action: ${next}.${whole}`;
  }
  const { image, text, series, table } = learns;
  const own = learns.kind === 'classes' ? `Labels \`y\` are 0 to ${learns.ways - 1}.` : '';
  const said = image
    ? `Images are ${image.height} x ${image.width} pixels, row by row, ${image.channels === 3 ? 'red, green and blue' : 'grey'}, from 0 (black) to 1 (white)${image.invert ? ', and then inverted: ink is 1, paper 0' : ''}.`
    : text
      ? `Texts are ${String(text.kind)}, made by metalearn's \`${text.kind === 'n-gram ids' ? 'ngramIds' : 'ngramVectors'}(${JSON.stringify(optionsIn(text))})\`.`
      : series
        ? 'Series are numbers step by step; channels, their order and what they are standardised by (mean, deviation) stand under `learns.series` in artifact.json.'
        : table
          ? 'Rows are the columns under `learns.table` in artifact.json, in that order: numbers less their mean over their deviation, and categories as a one among zeros. Values come out standardised by the `standard` of its `target`.'
          : `Inputs are numbers of the shape ${shaped(learns.input)}.`;
  return [said, own].filter(Boolean).join(' ');
}

function optionsIn({ kind, ...options }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return options;
}

function shaped(shape: readonly number[]): string {
  return shape.length === 1 && shape[0] === 1 ? 'one number' : shape.length === 1 ? `${shape[0]} numbers` : shape.join(' x ');
}
