import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AdaptedModel, ArtifactCard } from '../../web/index.js';
import { Choice } from '../parts/choice.js';
import { Loading } from '../parts/loading.js';
import { Notice } from '../parts/notice.js';
import type { BenchProps } from './bench.js';
import { CurveBench } from './curve-bench.js';
import { downloadAdapted } from './download.js';
import { DropZone } from './drop-zone.js';
import { ImageBench } from './image-bench.js';
import { ModelCard } from './model-card.js';
import { RowsBench } from './rows-bench.js';
import { shippedFiles } from './shipped.js';
import { useModel, type Used } from './use-model.js';

/** A model that the visitor brings: its card, and a way to use it that fits what it takes. */
export function YoursPage() {
  const { used, loading, failure, open, take, forget } = useModel();
  return (
    <>
      <DropZone onFiles={open} />
      {failure && <Notice kind="error">{failure}</Notice>}
      {loading && <Loading loading={loading} />}
      {!used && !loading && (
        <div class="row">
          <span class="small">None at hand? Take one of this site:</span>
          <button type="button" onClick={() => take(shippedFiles('curves'))}>
            A model of curves
          </button>
          <button type="button" onClick={() => take(shippedFiles('draw-proto'))}>
            A model of drawings
          </button>
        </div>
      )}
      {used && <InUse key={used.id} used={used} onForget={forget} />}
    </>
  );
}

function InUse({ used, onForget }: { readonly used: Used; readonly onForget: () => void }) {
  const { model, files, restored } = used;
  const all = [...new Set(model.card.programs.map(({ steps }) => steps))].sort((a, b) => a - b);
  const [steps, setSteps] = useState(all.at(-1)!);
  const [saved, setSaved] = useState<{ readonly adapted: AdaptedModel; readonly about: Readonly<Record<string, string>> }>();
  const Bench = benchFor(model.card);
  return (
    <>
      <ModelCard card={model.card} files={files} />
      {restored && <Notice>It comes adapted, and answers at once. With examples of yours it adapts anew.</Notice>}
      {Bench ? (
        <>
          {all.length > 1 && <Choice label="Inner steps" value={`${steps}`} options={all.map((each) => ({ value: `${each}`, label: `${each}` }))} onChange={(value) => setSteps(Number(value))} />}
          <Bench model={model} restored={restored} steps={steps} onAdapted={(adapted, about) => setSaved(adapted && { adapted, about })} />
        </>
      ) : (
        <Elsewhere card={model.card} />
      )}
      <div class="row">
        {Bench && (
          <button type="button" class="main" disabled={!saved} onClick={() => saved && downloadAdapted(used, saved.adapted, saved.about)}>
            Download the adapted model
          </button>
        )}
        <button type="button" onClick={onForget}>
          Put the model away
        </button>
        {saved && saved.adapted.milliseconds > 0 && <span class="small timing">Adapted in {saved.adapted.milliseconds.toFixed(saved.adapted.milliseconds < 10 ? 1 : 0)} ms on this device.</span>}
      </div>
    </>
  );
}

/** What this page has no use for, and where there is one. */
function Elsewhere({ card: { learns, task } }: { readonly card: ArtifactCard }) {
  return learns.kind === 'ratings' ? (
    <Notice>
      This is a model of ratings, of {task}: its weights are whole. The page <a href="taste.html">Taste</a> shows what such a model does, with films of its own; in your own page metalearn/web runs this one.
    </Notice>
  ) : (
    <Notice>
      This is the policy of an agent, for {task}: its weights are whole. The page <a href="agent.html">Agent</a> shows what such a model does; in your own page metalearn/web runs this one.
    </Notice>
  );
}

function benchFor({ learns }: ArtifactCard): ((props: BenchProps) => JSX.Element) | undefined {
  if (learns.kind !== 'classes' && learns.kind !== 'values') return undefined;
  if (learns.kind === 'classes' && learns.image) return ImageBench;
  return learns.kind === 'values' && learns.outputs === 1 && learns.input.join() === '1' && !learns.table ? CurveBench : RowsBench;
}
