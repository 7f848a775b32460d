import { render } from 'preact';
import { YoursPage } from './yours-page.js';

render(<YoursPage />, document.getElementById('app')!);
