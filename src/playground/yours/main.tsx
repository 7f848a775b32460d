import { render } from 'preact';
import { Notice } from '../parts/notice.js';

render(<Notice>This page is being built.</Notice>, document.getElementById('app')!);
