// How long 20 million ratings take to load and index, and how much memory: `npm run build && node bench/ratings-20m.mjs [millions]`.
// The file is made up with the users, films and skew of MovieLens 20M, in a temporary folder that is removed afterwards.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, script, ...given] = process.argv;
if (given[0] === 'load') await load(given[1]);
else await measure(Math.round(1e6 * Number(given[0] ?? 20)));

/** Writes the file and loads it in a process of its own, whose peak is that of loading alone. */
async function measure(ratings) {
  const folder = mkdtempSync(join(tmpdir(), 'metalearn-ratings-'));
  try {
    const file = join(folder, 'ratings.csv');
    writeRatings(file, ratings);
    console.log(`${ratings} ratings, ${(statSync(file).size / 2 ** 20).toFixed(0)} MiB of text`);
    execFileSync(process.execPath, [script, 'load', file], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function load(file) {
  const { ratingsFile } = await import(new URL('../dist/recommend/index.js', import.meta.url).href);
  const before = performance.now();
  const { users, items, item, report } = ratingsFile(file);
  const seconds = (performance.now() - before) / 1000;
  console.log(`${item.length} ratings of ${items.count} items by ${users.count} users; ${report.faults.length} kinds of faults`);
  console.log(`loaded and indexed in ${seconds.toFixed(1)} s, peak memory ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`);
}

/** Lines by user and then film, as GroupLens writes them; times are in another order. */
function writeRatings(file, ratings) {
  const films = 26744;
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const seen = new Int32Array(films).fill(-1);
  const out = openSync(file, 'w');
  let text = 'userId,movieId,rating,timestamp\r\n';
  for (let user = 0, left = ratings; left > 0; user++) {
    // Most rate a few dozen, some thousands; low numbers are popular.
    const count = Math.min(left, 5000, 20 + Math.floor(Math.exp(3.9 + 1.3 * normal())));
    const own = [];
    for (let tries = 0; own.length < count && tries < 20 * count; tries++) {
      const film = Math.floor(films * random() ** 3);
      if (seen[film] === user) continue;
      seen[film] = user;
      own.push(film);
    }
    const arrived = 789652009 + Math.floor(6e8 * random());
    for (const film of own.sort((a, b) => a - b)) {
      text += `${user + 1},${film < 9000 ? film + 1 : film * 5},${(Math.max(1, Math.min(10, Math.round(7 + 2 * normal()))) / 2).toFixed(1)},${arrived + Math.floor(1e6 * random())}\r\n`;
    }
    left -= own.length;
    if (text.length > 2 ** 20) {
      writeSync(out, text);
      text = '';
    }
  }
  writeSync(out, text);
  closeSync(out);
}
