import { useMemo, useRef, useState } from 'preact/hooks';
import { Bars } from '../parts/bars.js';
import { Notice } from '../parts/notice.js';
import { Pad } from '../parts/pad.js';
import { isEmpty, type Drawing } from '../parts/strokes.js';
import { useLatest } from '../parts/use-latest.js';
import { namesIn, useAdapted, type BenchProps } from './bench.js';
import { ClassCard, emptyClass } from './class-card.js';
import { ImageFiles } from './image-files.js';
import { pixelsOf, type ImageExample, type ImageFormat } from './image-file.js';

/** Classes of images: some of each, drawn or from files, and which of them another is. */
export function ImageBench(props: BenchProps) {
  const { model, restored } = props;
  const learns = model.card.learns as { readonly ways: number; readonly image: unknown };
  const format = learns.image as ImageFormat;
  const [classes, setClasses] = useState(() => [emptyClass(1), emptyClass(2)]);
  const made = useRef(2);
  const [drawing, setDrawing] = useState<Drawing>([]);
  const [file, setFile] = useState<readonly ImageExample[]>([]);
  const given = useMemo(() => classes.map(({ name, drawings, images }) => ({ name, pixels: [...drawings.filter((each) => !isEmpty(each)).map((each) => pixelsOf(each, format)), ...images.map(({ pixels }) => pixels)] })).filter(({ pixels }) => pixels.length > 0), [classes]);
  const support = useMemo(() => (given.length < 2 ? undefined : { x: given.flatMap(({ pixels }) => pixels.flatMap((each) => [...each])), y: given.flatMap(({ pixels }, label) => pixels.map(() => label)) }), [given]);
  const { adapted, failure } = useAdapted(props, support, { classes: JSON.stringify(given.map(({ name }) => name)) });
  const names = support ? given.map(({ name }) => name) : namesIn(restored, learns.ways);
  const asked = useMemo(() => (file.length > 0 ? file[0].pixels : isEmpty(drawing) ? undefined : pixelsOf(drawing, format)), [drawing, file]);
  const answer = useLatest(adapted && asked && (async () => (await adapted.predict({ x: asked })).probabilities), [adapted, asked]);
  return (
    <>
      <section class="card" aria-label="Examples">
        <h2>Some of each class</h2>
        {given.length === 1 && <Notice>One class has examples. Give a second some: with one there is nothing to tell apart.</Notice>}
        <div class="symbols">
          {classes.map((each, at) => (
            <ClassCard
              key={each.id}
              own={each}
              format={format}
              onChange={(next) => setClasses((before) => before.map((other) => (other.id === next.id ? next : other)))}
              onRemove={classes.length > 2 ? () => setClasses(classes.toSpliced(at, 1)) : undefined}
            />
          ))}
        </div>
        <div class="row">
          <button type="button" disabled={classes.length >= learns.ways} onClick={() => setClasses([...classes, emptyClass((made.current += 1))])}>
            Add a class
          </button>
        </div>
      </section>
      {(failure ?? answer.failure) && <Notice kind="error">{failure ?? answer.failure}</Notice>}
      <section class="card asking" aria-label="Ask">
        <div class="query">
          <h2>Which of them is this?</h2>
          {format.channels === 1 && (
            <Pad
              label="The drawing to tell"
              drawing={drawing}
              onDraw={(next) => {
                setFile([]);
                setDrawing(next);
              }}
            />
          )}
          <ImageFiles of="what is asked" format={format} single images={file} onChange={setFile} />
          <div class="tools">
            <button type="button" disabled={asked === undefined} onClick={() => (setDrawing([]), setFile([]))}>
              Clear
            </button>
          </div>
        </div>
        <div>{answer.value ? <Bars label="What the model sees" bars={names.map((name, i) => ({ name, value: answer.value![i] }))} /> : <p class="small">{adapted ? 'Draw or choose what to ask.' : 'Give examples of two classes first.'}</p>}</div>
      </section>
    </>
  );
}
