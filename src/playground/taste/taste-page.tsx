import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Loading } from '../parts/loading.js';
import { Notice } from '../parts/notice.js';
import { found, type Catalogue } from './catalogue.js';
import { Ranking } from './ranking.js';
import { RatingInput } from './rating-input.js';
import { keepTaste, keptTaste, mostRatings, rated, samples, without, type Taste } from './taste.js';
import { useRecommender, type Opinion } from './use-recommender.js';

const shown = 12;

/** Films, ratings, and what to see next. */
export function TastePage() {
  const [taste, setTaste] = useState<Taste>([]);
  const [past, setPast] = useState<readonly Taste[]>([]);
  const [unseen, setUnseen] = useState<readonly number[]>([]);
  const [text, setText] = useState('');
  const [keeping, setKeeping] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const { loading, catalogue, everybody, opinion, failure } = useRecommender(taste);
  const before = useBefore(opinion);
  const names = useMemo(() => catalogue?.items.map(({ name }) => name) ?? [], [catalogue]);

  useEffect(() => {
    const kept = names.length > 0 ? keptTaste(names) : undefined;
    if (!kept) return;
    setTaste(kept);
    setKeeping(true);
  }, [names]);
  useEffect(() => {
    if (keeping) setTrouble(keepTaste(taste, names));
  }, [taste, keeping]);

  if (failure && !catalogue) return <Notice kind="error">{failure}</Notice>;
  if (!catalogue || !everybody) return <Loading loading={loading} />;
  const { items: films, scale } = catalogue;
  const change = (next: Taste) => {
    setPast([...past, taste]);
    setTaste(next);
    setText('');
  };
  const rate = (item: number, rating: number) => change(rated(taste, item, rating));
  const given = new Map(taste);
  const ask = nextQuestion(opinion, given, unseen);
  // Who has said nothing yet is everybody.
  const { scores } = taste.length > 0 && opinion ? opinion : everybody;
  const results = found(catalogue, text, 6);
  return (
    <>
      {failure && <Notice kind="error">{failure}</Notice>}
      <div class="pair">
        <section class="card" aria-label="Your ratings">
          <h2>Your ratings</h2>
          {ask !== undefined && taste.length < mostRatings && (
            <div class="question">
              <p>
                The next best question: what do you think of <strong>{films[ask].title}</strong>?
              </p>
              <RatingInput title={films[ask].title} scale={scale} onRate={(rating) => rate(ask, rating)} />
              <button type="button" class="quiet" onClick={() => setUnseen([...unseen, ask])}>
                I have not seen it
              </button>
            </div>
          )}
          {taste.length >= mostRatings && <Notice>These are {mostRatings} ratings, as many as the model takes: the next takes the place of the first.</Notice>}
          <label class="search">
            Or find a film <input type="text" value={text} placeholder="a word of its title" onInput={({ currentTarget }) => setText(currentTarget.value)} />
          </label>
          {text !== '' && results.length === 0 && <p class="small">No film of the {films.length} here has these words in its title.</p>}
          <ul class="films" aria-label="Films found">
            {results.map((item) => (
              <li key={item}>
                <span>{films[item].title}</span>
                <RatingInput title={films[item].title} scale={scale} value={given.get(item)} onRate={(rating) => rate(item, rating)} />
              </li>
            ))}
          </ul>
          <ul class="films" aria-label="Rated films">
            {taste.toReversed().map(([item, rating]) => (
              <li key={item}>
                <span>{films[item].title}</span>
                <RatingInput title={films[item].title} scale={scale} value={rating} onRate={(again) => rate(item, again)} />
                <button type="button" class="quiet" aria-label={`Take back the rating of ${films[item].title}`} onClick={() => change(without(taste, item))}>
                  Take back
                </button>
              </li>
            ))}
          </ul>
          <div class="row">
            {samples.map((sample) => (
              <button key={sample.name} type="button" onClick={() => change(tasteOf(sample, catalogue))}>
                {sample.name}
              </button>
            ))}
          </div>
          <div class="row">
            <button
              type="button"
              disabled={past.length === 0}
              onClick={() => {
                setTaste(past[past.length - 1]);
                setPast(past.slice(0, -1));
              }}
            >
              Undo
            </button>
            <button type="button" disabled={taste.length === 0} onClick={() => change([])}>
              Clear
            </button>
            <label class="keep">
              <input
                type="checkbox"
                checked={keeping}
                onChange={({ currentTarget: { checked } }) => {
                  setKeeping(checked);
                  if (!checked) setTrouble(keepTaste(undefined, names));
                }}
              />
              Keep my ratings in this browser
            </label>
          </div>
          {trouble && <Notice kind="error">{trouble}</Notice>}
        </section>
        <div class="rankings">
          <Ranking title="For you" films={films} order={best(scores, given)} scores={scores} before={before} />
          <Ranking title="For everybody" films={films} order={best(everybody.scores, new Map())} scores={everybody.scores} />
        </div>
      </div>
      <p class="small timing">
        {opinion && taste.length > 0 ? `Adapted to ${opinion.taste.length} rating${opinion.taste.length === 1 ? '' : 's'} in ${opinion.milliseconds.toFixed(1)} ms on this device. ` : ''}
        Numbers are the ratings that you are predicted to give, and what your last rating changed. The films and what was learned come from MovieTweetings, ratings that people posted; yours are sent nowhere.
      </p>
    </>
  );
}

/** The films that are expected to be liked most, without those that were rated. */
function best(scores: Float32Array, given: ReadonlyMap<number, number>): number[] {
  return [...scores.keys()].filter((item) => !given.has(item)).sort((a, b) => scores[b] - scores[a]).slice(0, shown);
}

/** The film whose rating tells most, of those that were neither rated nor said to be unseen. */
function nextQuestion(opinion: Opinion | undefined, given: ReadonlyMap<number, number>, unseen: readonly number[]): number | undefined {
  const { information } = opinion ?? {};
  if (!information) return undefined;
  return [...information.keys()].filter((item) => !given.has(item) && !unseen.includes(item)).reduce<number | undefined>((most, item) => (most === undefined || information[item] > information[most] ? item : most), undefined);
}

function tasteOf({ films }: (typeof samples)[number], catalogue: Catalogue): Taste {
  return films.flatMap(([title, rating]) => found(catalogue, title, 1).map((item) => [item, rating] as const));
}

/** The scores before the last change. */
function useBefore(opinion: Opinion | undefined): Float32Array | undefined {
  const seen = useRef<readonly Opinion[]>([]);
  if (opinion && seen.current.at(-1) !== opinion) seen.current = [...seen.current.slice(-1), opinion];
  return seen.current.length === 2 ? seen.current[0].scores : undefined;
}
