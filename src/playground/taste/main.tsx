import { render } from 'preact';
import { TastePage } from './taste-page.js';

render(<TastePage />, document.getElementById('app')!);
