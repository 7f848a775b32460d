import { render } from 'preact';
import { AgentPage } from './agent-page.js';

render(<AgentPage />, document.getElementById('app')!);
