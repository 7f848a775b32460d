import { render } from 'preact';
import { CurvesPage } from './curves-page.js';

render(<CurvesPage />, document.getElementById('app')!);
