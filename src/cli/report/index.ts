export { adaptationSection, formatMeasured, type AdaptationCurve, type Metric } from './adaptation.js';
export { definitions, renderPage, table, type Page, type Section } from './page.js';
export { fitsSection, type Fit } from './sinusoid-fits.js';
export { trainingSection, type Recorded } from './training-progress.js';
