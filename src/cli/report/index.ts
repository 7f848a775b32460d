export { adaptationSection, capitalised, formatMeasured, formatScore, type AdaptationCurve, type Metric } from './adaptation.js';
export { intervalPlot, type Interval } from './interval-plot.js';
export { legend, lineChart } from './line-chart.js';
export { learningChart, learningSection, type Curve } from './learning-curves.js';
export { beside, cellOf, definitions, figure, paragraphs, renderPage, scrolled, table, type Page, type Section } from './page.js';
export { fitsSection, type Fit } from './sinusoid-fits.js';
export { smallMultiples, type Panel } from './small-multiples.js';
export { drawable } from './thinned.js';
export { trainingSection, type Recorded } from './training-progress.js';
