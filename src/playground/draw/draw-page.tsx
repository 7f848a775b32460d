import { useMemo, useState } from 'preact/hooks';
import { Notice } from '../parts/notice.js';
import { sets } from './examples.js';
import { LearnerPanel } from './learner-panel.js';
import { learnerNames, learners, type LearnerName } from './learners.js';
import { Pad } from '../parts/pad.js';
import type { Drawing } from '../parts/strokes.js';
import { SymbolCard } from './symbol-card.js';
import { another, drawnOf, empty, fromSet, mostSymbols, start, type Invented } from './symbols.js';

/** Symbols that the visitor invents, and what learners make of one more drawing. */
export function DrawPage() {
  const [symbols, setSymbols] = useState(start);
  const [query, setQuery] = useState<Drawing>([]);
  const [chosen, setChosen] = useState<readonly LearnerName[]>(['maml']);
  const [steps, setSteps] = useState(3);
  const drawn = useMemo(() => drawnOf(symbols), [symbols]);
  const missing = symbols.length - drawn.length;

  const replace = (next: Invented[]) => {
    setSymbols(next);
    setQuery([]);
  };
  const toggle = (name: LearnerName) => setChosen(learnerNames.filter((each) => (each === name) !== chosen.includes(each)));
  return (
    <>
      <h2>1. The symbols</h2>
      <p class="small">
        Draw each once, or a few times. With the keyboard: arrow keys move the pen (with shift, further), space sets it down and lifts it.
      </p>
      <div class="row">
        {sets.map((set) => (
          <button key={set.name} type="button" onClick={() => replace(fromSet(set))}>
            {set.name}
          </button>
        ))}
        <button type="button" onClick={() => replace([empty(1), empty(2), empty(3)])}>
          Your own
        </button>
        <button type="button" disabled={symbols.length >= mostSymbols} onClick={() => setSymbols([...symbols, another(symbols)])}>
          Add a symbol
        </button>
      </div>
      <div class="symbols">
        {symbols.map((symbol, at) => (
          <SymbolCard key={symbol.id} symbol={symbol} onChange={(next) => setSymbols((before) => before.map((each) => (each.id === next.id ? next : each)))} onRemove={symbols.length > 2 ? () => setSymbols(symbols.toSpliced(at, 1)) : undefined} />
        ))}
      </div>
      {drawn.length < 2 && <Notice>Draw at least two symbols: with one there is nothing to tell apart.</Notice>}
      {drawn.length >= 2 && missing > 0 && <Notice>{missing === 1 ? 'One symbol is' : `${missing} symbols are`} still empty, and left out.</Notice>}

      <h2>2. Which of them is this?</h2>
      <div class="asking">
        <section class="card query" aria-label="The question">
          <Pad label="The drawing to tell" drawing={query} onDraw={setQuery} />
          <div class="tools">
            <button type="button" disabled={query.length === 0} onClick={() => setQuery(query.slice(0, -1))}>
              Undo the stroke
            </button>
            <button type="button" disabled={query.length === 0} onClick={() => setQuery([])}>
              Clear the drawing
            </button>
          </div>
        </section>
        <div>
          <fieldset class="choice">
            <legend>Learners</legend>
            {learnerNames.map((name) => (
              <label key={name}>
                <input type="checkbox" checked={chosen.includes(name)} disabled={chosen.length === 1 && chosen[0] === name} onChange={() => toggle(name)} />
                {learners[name].name}
              </label>
            ))}
          </fieldset>
          <div class="learners">
            {chosen.map((name) => (
              <LearnerPanel key={name} learner={name} symbols={drawn} query={query} {...(name === 'proto' || name === 'glyphs' ? {} : { steps, onSteps: setSteps })} />
            ))}
          </div>
        </div>
      </div>
    </>
  );
}
