// How long serving takes on one core: adapting to 20 ratings, and ranking a catalogue for that user. Milliseconds of the clock, median and 99th percentile, and of the processor, which a busy machine changes less.
//   npm run build && node bench/recommend.mjs [items] [cpu | wasm] [users]
// Learners are as large as those of the documented runs; their parameters are fresh, which changes no time.
import { alpaca, conditionalNeuralProcess, maml, onFeatures, r2d2 } from '../dist/algorithms/index.js';
import { fieldsEncoder, meanSquaredError, mlp, mlpEncoder } from '../dist/nn/index.js';
import { key } from '../dist/random/index.js';
import { catalogueOf, ratingTasks, recommend, syntheticRaters } from '../dist/recommend/index.js';

const items = Number(process.argv[2] ?? 10_506);
const device = process.argv[3] ?? 'cpu';
const withUsers = process.argv[4] === 'users';
const times = device === 'cpu' ? 400 : 60;

const raters = syntheticRaters({ items, users: 3000 });
// As in MovieTweetings, nothing is known of users, unless asked for.
const family = ratingTasks(withUsers ? raters : { ...raters, userAttributes: [] });
const catalogue = catalogueOf(family);
const encoder = fieldsEncoder(family.columns.map(({ field }) => field));
const [inputs] = encoder.outputShape;
const below = { encoder: mlpEncoder({ inputs, hidden: [64, 64] }), outputs: 1 };
const learners = {
  maml: maml({ learner: mlp({ inputs, hidden: [64, 64], outputs: 1 }), loss: meanSquaredError, innerSteps: 1, innerLearningRate: 0.1 }),
  'maml, 5 steps': maml({ learner: mlp({ inputs, hidden: [64, 64], outputs: 1 }), loss: meanSquaredError, innerSteps: 5, innerLearningRate: 0.1 }),
  'conditional neural process': conditionalNeuralProcess({ inputs, outputs: 1, hidden: [64, 64], width: 64, decoderHidden: [64] }),
  r2d2: r2d2(below),
  alpaca: alpaca(below),
};
const ratings = Array.from({ length: 20 }, (_, i) => ({ item: catalogue.items.nameOf((i * 397) % items), rating: 1 + (i % 5) }));
const known = { ratings, attributes: withUsers ? { region: 'south' } : {} };

console.log(`${items} items, ${inputs} features of an item${withUsers ? ' and its user' : ''}, ${device}, ${times} users`);
console.log(['learner', 'first', 'adapt', 'p99', 'cpu', 'rank', 'p99', 'cpu', 'bytes'].map((head, i) => head.padEnd(i === 0 ? 28 : 8)).join(''));
for (const [name, inner] of Object.entries(learners)) {
  const recommender = recommend({ catalogue, inner, theta: onFeatures(encoder, inner).init(key(0)), device });
  const begun = performance.now();
  await recommender.for(known);
  const first = performance.now() - begun;
  const [adapting, ranking, adaptingBusy, rankingBusy] = [[], [], [], []];
  let bytes = 0;
  for (let i = 0; i < times; i++) {
    const [start, busy] = [performance.now(), busyTime()];
    const user = await recommender.user(known);
    const [adapted, busyAdapted] = [performance.now(), busyTime()];
    await user.recommend({ top: 10 });
    ranking.push(performance.now() - adapted);
    rankingBusy.push(busyTime() - busyAdapted);
    adapting.push(adapted - start);
    adaptingBusy.push(busyAdapted - busy);
    bytes = user.save().length;
  }
  const at = (list, share) => list.sort((a, b) => a - b)[Math.floor(share * (list.length - 1))].toFixed(2);
  console.log([name, first.toFixed(0), at(adapting, 0.5), at(adapting, 0.99), at(adaptingBusy, 0.5), at(ranking, 0.5), at(ranking, 0.99), at(rankingBusy, 0.5), String(bytes)].map((cell, i) => cell.padEnd(i === 0 ? 28 : 8)).join(''));
  await recommender.release();
}

function busyTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
