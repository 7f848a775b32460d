// Made-up people who rate made-up films: learn how tastes differ, then recommend to somebody who just arrived and rated three.
import { adam, alpaca, catalogueOf, fieldsEncoder, metaTrain, mlpEncoder, onFeatures, ratingTasks, recommend, syntheticRaters } from 'metalearn';

// A task is a person: some ratings are known, and others are to be predicted.
const family = ratingTasks(syntheticRaters({ users: 600, items: 400 }));

// All people share the embeddings of what is known of items and of themselves; what adapts is a linear head on features of these.
const embeddings = fieldsEncoder(family.columns.map(({ field }) => field));
const inner = alpaca({ encoder: mlpEncoder({ inputs: embeddings.outputShape[0], hidden: [64, 64] }), outputs: 1 });
const algorithm = onFeatures(embeddings, inner);
const { theta } = await metaTrain({ family, algorithm, optimizer: adam(2e-3), iterations: 1000, metaBatchSize: 32, seed: 0 });

const recommender = recommend({ catalogue: catalogueOf(family), inner, theta });
const newcomer = await recommender.user({ ratings: [{ item: 'item 1', rating: 5 }, { item: 'item 2', rating: 1 }], attributes: { region: 'north' } });
const show = async (user, what) => {
  const { items } = await user.recommend({ top: 5 });
  console.log(`${what}: ${items.map(({ title, score }) => `${title} (${score.toFixed(1)})`).join(', ')}`);
};
await show(newcomer, 'After two ratings');

// Another answer, without starting over; and the user in a few bytes, for later.
const better = await newcomer.add([{ item: 'item 3', rating: 5 }]);
await show(better, 'After three');
const bytes = better.save();
await show(await recommender.load(bytes), `From ${bytes.length} bytes`);
