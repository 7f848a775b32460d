// Recognises pen strokes it has never seen from one example each, then learns a sixth kind on the fly and says "none of these" to a seventh.
import { adam, adaptTo, calibrate, decide, metaTrain, ndarray, protoNet, strokes } from 'metalearn';
import { conv1dEncoder } from 'metalearn/nn';

const ways = 6; // of five classes at first, so that there is a place for one more
const family = strokes({ ways: [5, 6], shots: 1, queries: 5 });
const algorithm = protoNet({ encoder: conv1dEncoder({ inputShape: family.inputShape, channels: 32 }), ways });
const { theta, seconds } = await metaTrain({ family, algorithm, optimizer: adam(1e-3), iterations: 600, metaBatchSize: 4, seed: 0 });
const calibration = await calibrate({ family, algorithm, theta, episodes: 100 });
console.log(`Trained for ${seconds.toFixed(0)} s.`);

/** Drawings of characters that no training saw, `count` of each from number `first` on; their labels are their numbers. */
const drawings = (characters, first, count) => {
  const [steps, channels] = family.inputShape;
  const rows = characters.flatMap((character) => Array.from({ length: count }, (_, i) => ({ character, drawing: first + i })));
  const x = new Float32Array(rows.length * steps * channels);
  rows.forEach(({ character, drawing }, row) => family.splits.test.write(character, drawing, x, row * steps * channels));
  return { x: ndarray(x, [rows.length, steps, channels]), y: ndarray(Int32Array.from(rows, ({ character }) => character)) };
};
const present = (count) => ndarray(Float32Array.from({ length: ways }, (_, way) => (way < count ? 1 : 0)));
const verdicts = async (adapted, character) => {
  const logits = await adapted.predict(drawings([character], 10, 20).x);
  const labels = Array.from({ length: 20 }, (_, row) => decide([...logits.data.slice(row * ways, (row + 1) * ways)], calibration).label);
  return [...new Set(labels)].map((label) => `${label < 0 ? 'none of these' : `class ${label}`} ${labels.filter((each) => each === label).length} times`).join(', ');
};

let adapted = await adaptTo({ algorithm, theta, support: drawings([0, 1, 2, 3, 4], 0, 1), classes: present(5) });
console.log(`Twenty drawings of class 3: ${await verdicts(adapted, 3)}.`);
console.log(`Of a character that it was not told of: ${await verdicts(adapted, 5)}.`);
adapted = await adapted.extend(drawings([5], 0, 1), { classes: present(6) });
console.log(`Of the same once it was shown one: ${await verdicts(adapted, 5)}.`);
