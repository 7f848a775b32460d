import { Argument, Command } from 'commander';
import { jsonOption } from '../options/common.js';
import { collected, whole } from '../options/values.js';
import { outputFor } from '../output.js';
import type { RecommendResult } from '../ratings/recommend-run.js';
import { textTable } from '../text-table.js';

interface RecommendCommandOptions {
  readonly ratings?: string;
  readonly ratingsFile?: string;
  readonly top: number;
  readonly minRatings: number;
  readonly exclude?: readonly string[];
  readonly attributes?: readonly string[];
  readonly json?: boolean;
}

const about = `
Titles are found without regard to case, accents, articles and the year, or by the item's own name in the data; where none is found, near ones are
offered. A title in quotes may hold commas and equals signs: --ratings '"What, me=worry?"=4, Titanic=2'. What was rated is not recommended.
Needs the run folder only, not the data that it was trained on.

Examples:
  metalearn recommend runs/movietweetings-1-20-shot --ratings "The Matrix=9,Titanic=4" --top 5
  metalearn recommend RUN --ratings-file mine.csv --exclude "Alien" --exclude "Aliens" --json
  metalearn recommend RUN --ratings "item 7=5" --attributes region=north`;

export function recommendCommand(): Command {
  return new Command('recommend')
    .description('recommend items to a user of whom a few ratings are known')
    .addArgument(new Argument('<RUN>', 'the run folder of movietweetings, movielens, ratings:FILE or raters'))
    .option('--ratings <list>', 'what the user rated: "TITLE=RATING, TITLE=RATING"')
    .option('--ratings-file <file>', 'the same in a file: a line for each, or a .csv with the columns title and rating')
    .option('--top <n>', 'how many items', whole(1, 1_000_000), 10)
    .option('--min-ratings <n>', 'only items that so many users of the training rated', whole(0), 0)
    .option('--exclude <title>', 'an item to leave out; may be repeated', collected)
    .option('--attributes <name=value>', 'what else is known of the user; may be repeated', collected)
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runRecommend);
}

async function runRecommend(path: string, { json = false, exclude = [], attributes = [], ...wishes }: RecommendCommandOptions): Promise<void> {
  const { recommendRun } = await import('../ratings/recommend-run.js');
  const output = outputFor(json);
  const result = await recommendRun(path, { ...wishes, exclude, attributes }, output);
  output.json(result);
  output.say(describe(result));
}

function describe({ known, score, scale: { low, high }, recommended }: RecommendResult): string {
  const heard = known.map(({ asked, title, rating, others }) => {
    const beside = others.length === 0 ? '' : ` (not ${others.join(', ')})`;
    return `${asked === title ? title : `'${asked}' is ${title}`}${beside}: ${rating}`;
  });
  const told = heard.length === 0 ? 'Nothing is known of this user: what is liked by most comes first.' : ['Known:', ...heard.map((line) => `  ${line}`)].join('\n');
  if (recommended.length === 0) return [told, '', 'Nothing is left to recommend: ask for fewer --min-ratings, or exclude less.'].join('\n');
  const head = ['', 'title', score === 'rating' ? `predicted rating, ${low} to ${high}` : 'probability'];
  const rows = recommended.map(({ title, score: value }, i) => [String(i + 1), title, value.toFixed(2)]);
  return [told, '', textTable(head, rows, 'left')].join('\n');
}
