import { startThemeSwitch } from './theme.js';

startThemeSwitch(document.querySelector<HTMLButtonElement>('#theme')!);

// Not there where the page is no secure context (plain http from elsewhere): the page then works online only.
addEventListener('load', () => void navigator.serviceWorker?.register('service-worker.js').catch(() => {}));
