import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { adaptationSection, fitsSection, formatMeasured, intervalPlot, learningChart, renderPage, smallMultiples, trainingSection, type AdaptationCurve } from './index.js';
import { legend, lineChart, type Series } from './line-chart.js';
import { definitions, table } from './page.js';

const accuracy = { name: 'accuracy', unit: 'percent', better: 'higher' } as const;
const error = { name: 'mean squared error', unit: 'number', better: 'lower' } as const;
const curve = (overrides: Partial<AdaptationCurve> = {}): AdaptationCurve => ({
  name: 'meta-trained', tone: 'own', steps: [0, 1, 2], mean: [0.2, 0.95, 0.97], ci95: [0.01, 0.005, 0.004], ...overrides,
});

describe('a report', () => {
  it('is one file that asks for nothing else and runs no script', () => {
    const page = renderPage({ title: 'Run', lead: 'Lead.', sections: [adaptationSection('Adapting', 'Text.', accuracy, [curve()])] });
    assert.match(page, /^<!doctype html>/);
    assert.doesNotMatch(page, /<script|<link|<img|https?:|url\(|@import/);
    assert.match(page, /prefers-color-scheme: dark/);
  });

  it('shows texts as they are, whatever they contain', () => {
    const tags = (text: string): readonly string[] => {
      const body = [table([text], [[text]]), definitions([[text, text]]), legend([{ name: text, tone: 'own' }])];
      return renderPage({ title: text, lead: text, sections: [{ heading: text, text: `.${text}`, body }] }).match(/<[^>]*>/g)!.map((tag) => tag.replace(/(aria-label)="[^"]*"/, '$1'));
    };
    const expected = tags('plain');
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', 'b', '=', ' '), minLength: 1 }), (text) => assert.deepEqual(tags(text), expected)));
  });

  it('says before, after and the interval for each way', () => {
    const { body } = adaptationSection('Adapting', '', accuracy, [curve(), curve({ name: 'no meta-training', tone: 'untrained', mean: [0.2, 0.3, 0.35] })]);
    for (const text of ['before adapting', 'after 1 step', '2 steps', '95.0 ± 0.5 %', '30.0 ± 0.5 %', 'no meta-training']) assert.ok(body.join('').includes(text), text);
  });

  it('keeps its table readable where there are many steps', () => {
    const steps = Array.from({ length: 51 }, (_, step) => step);
    const { body } = adaptationSection('', '', accuracy, [curve({ steps, mean: steps.map(() => 0.5), ci95: steps.map(() => 0.1) })]);
    assert.equal(body.join('').match(/<th /g)?.length, 5);
    assert.ok(body.join('').includes('50 steps'));
  });

  it('shows measured values with as many digits as they deserve', () => {
    assert.equal(formatMeasured(error, 0.5921, 0.04), '0.592 ± 0.040');
    assert.equal(formatMeasured(error, 3.14159), '3.14');
    assert.equal(formatMeasured(accuracy, 0.98214, 0.0031), '98.2 ± 0.3 %');
    assert.equal(formatMeasured(error, 12_345, 2e7), '12345 ± 2.00e+7');
    assert.equal(formatMeasured(error, 7.337e18, 1.4247e19), '7.34e+18 ± 1.42e+19');
  });

  it('says of a learner that diverged that it has no number, and draws what there is', () => {
    assert.equal(formatMeasured(error, NaN, NaN), 'no number');
    assert.equal(formatMeasured(error, Infinity), 'no number');
    assert.equal(formatMeasured(error, 2.6, Infinity), '2.60', 'one task alone has no interval');
    const { body } = adaptationSection('', '', error, [curve({ mean: [3.2, 1, NaN], ci95: [1, NaN, NaN] }), curve({ mean: [3.2, 2, 1], ci95: [0.5, 0.5, 0.5] })]);
    assert.match(body.join(''), /no number/);
    assert.doesNotMatch(body.join(''), /NaN|Infinity|0\.000/);
    assert.doesNotMatch(intervalPlot({ name: '', label: '', rows: [{ name: 'a', tone: 'own', mean: 1, margin: NaN }, { name: 'b', tone: 'own', mean: NaN, margin: NaN }] }), /NaN/);
  });

  it('draws the training loss and, where there is more than one, the validations', () => {
    const recorded = Array.from({ length: 1000 }, (_, i) => ({ iteration: i, loss: 1 / (i + 1), ...(i % 500 === 0 ? { validation: 0.5 } : {}) }));
    const { body } = trainingSection('', recorded, { name: 'accuracy', scale: 100 });
    assert.equal(body.join('').match(/<svg/g)?.length, 2);
    assert.equal(trainingSection('', recorded.slice(0, 3), { name: 'accuracy' }).body.join('').match(/<svg/g)?.length, 1);
  });

  it('draws of a run that diverged what were numbers, and no zeros for those that were none', () => {
    const points = Array.from({ length: 1000 }, (_, i) => [i + 1, i < 500 ? 5 + (i % 2) : NaN] as const);
    const chart = learningChart('Loss.', 'loss', [{ name: 'loss', points }]);
    const { body } = trainingSection('', points.map(([iteration, loss]) => ({ iteration, loss })), { name: 'accuracy' });
    for (const drawn of [chart, body.join('')]) assert.deepEqual([...drawn.matchAll(/text-anchor="end">([\d.]+)</g)].filter(([, tick]) => Number(tick) < 5), [], drawn);
    const none = points.map(([iteration]) => [iteration, NaN] as const);
    assert.equal(learningChart('Loss.', 'loss', [{ name: 'loss', points: none }]), '', 'no empty axes');
    assert.doesNotMatch(trainingSection('', none.map(([iteration, loss]) => ({ iteration, loss })), { name: 'accuracy' }).body.join(''), /<svg/);
  });

  it('gives a curve the same look in charts that lack others, and its name', () => {
    const [first, second] = [{ name: 'first', points: [[1, 1], [2, 2]] as const }, { name: 'second', points: [[1, 3], [2, 4]] as const }];
    const look = (chart: string): string | undefined => /class="([a-z]+)" aria-hidden="true"><[^>]*><\/path><\/svg>second/.exec(chart)?.[1];
    const alone = look(learningChart('Loss.', 'loss', [{ name: 'first', points: [] }, second]));
    assert.ok(alone);
    assert.equal(alone, look(learningChart('Loss.', 'loss', [first, second])));
  });

  it('tells the curves of a chart apart without colours, and gives each its own small chart where there are more than can be', () => {
    const curves = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `run ${i}`, points: [[1, i], [2, i + 1]] as const }));
    const looks = [...learningChart('Loss.', 'loss', curves(7)).matchAll(/class="([a-z]+)" aria-hidden/g)].map(([, tone]) => tone);
    const page = renderPage({ title: '', lead: '', sections: [] });
    const dashes = looks.map((tone) => new RegExp(`\\.${tone} \\.line \\{ stroke-dasharray: ([^;]+);`).exec(page)?.[1] ?? 'solid');
    assert.equal(new Set(dashes).size, 7, dashes.join());
    const many = learningChart('Loss.', 'loss', curves(8));
    assert.equal(many.match(/<svg/g)?.length, 8);
    assert.match(many, /The others in grey/);
  });

  it('shows by their powers of ten the losses of runs that are far apart', () => {
    const chart = (...losses: number[]) => learningChart('Loss.', 'loss', losses.map((loss, i) => ({ name: `${i}`, points: [[1, loss], [2, loss / 2]] as const })));
    const ticks = (drawn: string) => [...drawn.matchAll(/text-anchor="end">([^<]+)</g)].map(([, tick]) => tick);
    assert.ok(ticks(chart(1, 2000)).includes('100'));
    assert.ok(ticks(chart(1, 2)).includes('1.5'));
    assert.ok(ticks(chart(-1, 2000)).includes('1000'), 'what is below zero has no power of ten');
  });

  it('draws a picture of each fitted task', () => {
    const line = [[-5, 0], [5, 1]] as const;
    const fit = { title: 'a wave', truth: line, support: line, fits: [{ steps: 0, points: line }, { steps: 1, points: line }] };
    const { body } = fitsSection('Fits', '', [fit, fit]);
    assert.equal(body.join('').match(/aria-label="a wave"/g)?.length, 2);
    assert.match(body.join(''), /before adapting.*after 1 step.*support points/s);
  });
});

describe('a line chart', () => {
  const chart = (points: Series['points'], options: { log?: boolean; margin?: number[] } = {}): string =>
    lineChart({ name: 'chart', x: { label: 'x' }, y: { label: 'y', log: options.log }, series: [{ name: 's', tone: 'own', points, margin: options.margin, marks: 'both' }] });

  it('never draws what is not a number', () => {
    const value = fc.oneof(fc.double({ min: -1e6, max: 1e6 }), fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e308, -1e308, 1e-320));
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { maxLength: 30 }), fc.boolean(), (points, log) => {
        assert.doesNotMatch(chart(points, { log, margin: points.map(() => 1) }), /NaN|Infinity|undefined/);
      }),
    );
  });

  it('is scrolled on a phone where it is too wide to be shrunk, and shrunk where it is not', () => {
    const axes = { name: 'chart', x: { label: 'x' }, y: { label: 'y' }, series: [] };
    assert.match(lineChart({ ...axes, width: 720 }), /^<svg class="broad"/);
    assert.match(intervalPlot({ name: '', label: '', rows: [] }), /^<svg class="broad"/);
    assert.doesNotMatch(lineChart(axes), /broad/);
    assert.match(renderPage({ title: '', lead: '', sections: [] }), /svg\.broad \{ min-width/);
  });

  it('keeps its points inside the picture', () => {
    const drawn = chart([[0, -3], [1, 40], [2, 7]]);
    const centres = [...drawn.matchAll(/cx="([\d.-]+)" cy="([\d.-]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    assert.equal(centres.length, 3);
    for (const [x, y] of centres) assert.ok(x >= 0 && x <= 460 && y >= 0 && y <= 270, `${x}, ${y}`);
  });

  it('has labels that fit beside it, whatever the size of what they tell', () => {
    const labels = (most: number) => [...chart([[0, 0], [1, most]]).matchAll(/text-anchor="end">([^<]+)</g)].map(([, text]) => text);
    assert.ok(labels(40_000).includes('20k') && labels(4e6).includes('2M') && labels(4e10).includes('2e10'), labels(4e10).join());
    for (let power = -6; power < 40; power++) assert.ok(labels(4 * 10 ** power).every((text) => text.length <= 7), labels(4 * 10 ** power).join());
  });

  it('has labels below that do not run into each other', () => {
    const power = fc.double({ min: -6, max: 6, noNaN: true });
    fc.assert(
      fc.property(power, power, fc.boolean(), (a, b, log) => {
        const drawn = lineChart({ name: 'chart', x: { label: 'x', log }, y: { label: 'y' }, series: [{ name: 's', tone: 'own', points: [[10 ** a, 0], [10 ** b, 1]] }] });
        const labels = [...drawn.matchAll(/<text x="([\d.]+)" y="\d+" text-anchor="middle">([^<]+)</g)].map(([, x, text]) => ({ x: Number(x), text })).filter(({ text }) => text !== 'x');
        // Digits of this size are 7.6 wide at most.
        for (const [i, { x, text }] of labels.entries()) assert.ok(i === 0 || x - labels[i - 1].x >= (7.6 * (text.length + labels[i - 1].text.length)) / 2, labels.map((label) => label.text).join());
      }),
    );
    const rates = lineChart({ name: 'chart', x: { label: 'x', log: true }, y: { label: 'y' }, series: [{ name: 's', tone: 'own', points: [[0.0006, 0], [0.0029, 1]] }] });
    assert.deepEqual([...rates.matchAll(/text-anchor="middle">([\d.]+)</g)].map(([, tick]) => tick), ['0.001', '0.002']);
  });

  it('tells its lines apart by name in a legend', () => {
    assert.match(legend([{ name: 'a < b', tone: 'own' }, { name: 'dots', tone: 'truth', marks: 'dots' }]), /a &#60; b.*<circle.*dots/s);
  });
});

describe('an interval plot', () => {
  const value = fc.oneof(fc.double({ min: -1e6, max: 1e6 }), fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e308, -1e308, 1e-320));

  it('never draws what is not a number', () => {
    const row = fc.record({ name: fc.constant('a < b'), tone: fc.constant('own' as const), mean: value, margin: fc.double({ min: 0, max: 10, noNaN: true }), beside: fc.option(value, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.boolean(), (rows, log) => {
        assert.doesNotMatch(intervalPlot({ name: 'plot', label: 'x', rows, log }), /NaN|Infinity|undefined|a < b/);
      }),
    );
  });

  it('labels zero and evenly spaced numbers below, where they would be too many for the axis', () => {
    const plot = intervalPlot({ name: 'plot', label: 'x', rows: [{ name: 'a', tone: 'own', mean: 0.3, margin: 0.036 }], reference: 0 });
    const labels = [...plot.matchAll(/text-anchor="middle">([\d.]+)</g)].map(([, label]) => label);
    assert.deepEqual(labels, ['0', '0.1', '0.2', '0.3']);
    const places = (pattern: RegExp) => [...plot.matchAll(pattern)].map(([, x]) => x);
    assert.deepEqual(places(/class="grid" x1="([\d.]+)"/g), places(/<text x="([\d.]+)"[^>]*>[\d.]+</g), 'a line above each label');
  });

  it('has a dot for each row, and a hollow one for what stands beside it', () => {
    const plot = intervalPlot({ name: 'plot', label: 'accuracy, %', rows: [{ name: 'a', tone: 'own', mean: 90, margin: 1, beside: 95 }, { name: 'b', tone: 'pretrained', mean: 80, margin: 2 }] });
    assert.deepEqual([plot.match(/class="dot"/g)?.length, plot.match(/class="hollow"/g)?.length], [2, 1]);
    const x = [...plot.matchAll(/cx="([\d.]+)"/g)].map(([, at]) => Number(at));
    assert.ok(x[1] > x[0] && x[0] > x[2], 'further right is more');
  });
});

describe('small multiples', () => {
  it('draw each line in a chart of its own, with the others behind it, on the same axes', () => {
    const drawn = smallMultiples([{ name: 'a', points: [[0, 1], [1, 2]] }, { name: 'b', points: [[0, 5], [4, 9]] }, { name: 'c', points: [] }], { label: 'minutes' }, { label: 'loss' });
    assert.equal(drawn.match(/<svg/g)?.length, 3);
    assert.equal(drawn.match(/class="faint"/g)?.length, 3, 'each grey line once');
    assert.equal(drawn.match(/<use href="#all-loss">/g)?.length, 2, 'and shown again in the other charts');
    assert.match(drawn, /<g id="all-loss">/);
    const [first, second] = drawn.split('<figure').slice(1).map((chart) => [...chart.matchAll(/<text[^>]*>([\d.]+)</g)].map(([, tick]) => tick));
    assert.deepEqual(first, second);
  });

  it('are as wide as what there is to see', () => {
    const drawn = smallMultiples([{ name: 'diverged', points: [[0, 1], [1, 2], [1000, NaN]] }, { name: 'b', points: [[0, 5], [4, 9]] }], { label: 'minutes' }, { label: 'loss' });
    assert.doesNotMatch(drawn, />1000</);
  });
});
