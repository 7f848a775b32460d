import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Film } from './catalogue.js';

export interface RankingProps {
  readonly title: string;
  readonly films: readonly Film[];
  /** Numbers of the films, best first. */
  readonly order: readonly number[];
  readonly scores: Float32Array;
  /** Scores before the last rating, to show what it changed. */
  readonly before?: Float32Array;
}

const glide = 350;

/** Films in order, which glide to their new places. */
export function Ranking({ title, films, order, scores, before }: RankingProps) {
  const list = useRef<HTMLOListElement>(null);
  const places = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const now = new Map<string, number>();
    for (const row of Array.from(list.current!.children) as HTMLElement[]) {
      const name = row.dataset.name!;
      now.set(name, row.offsetTop);
      const was = places.current.get(name);
      if (!still && places.current.size > 0 && was !== row.offsetTop) {
        row.animate(was === undefined ? [{ opacity: 0 }, { opacity: 1 }] : [{ transform: `translateY(${was - row.offsetTop}px)` }, { transform: 'none' }], { duration: glide, easing: 'ease-out' });
      }
    }
    places.current = now;
  });
  return (
    <section class="card ranking" aria-label={title}>
      <h2>{title}</h2>
      <ol ref={list}>
        {order.map((item) => {
          const change = before ? scores[item] - before[item] : 0;
          return (
            <li key={films[item].name} data-name={films[item].name}>
              <span class="entry">
                <span class="title">{films[item].title}</span>
                <span class="score">
                  {scores[item].toFixed(1)}
                  {Math.abs(change) >= 0.05 && <span class="change">{change > 0 ? ` +${change.toFixed(1)}` : ` −${(-change).toFixed(1)}`}</span>}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
