const themes = ['', 'light', 'dark'] as const;
const names = { '': 'as your system', light: 'light', dark: 'dark' } as const;

/** Makes a button go through the themes (the system's, light, dark), and remembers the choice where the browser lets it. */
export function startThemeSwitch(button: HTMLButtonElement): void {
  const root = document.documentElement;
  const current = () => themes.find((theme) => theme === root.dataset.theme) ?? '';
  const show = () => {
    button.textContent = `Theme: ${names[current()]}`;
  };
  button.addEventListener('click', () => {
    root.dataset.theme = themes[(themes.indexOf(current()) + 1) % themes.length];
    try {
      localStorage.setItem('theme', current());
    } catch {
      // Storage is full or forbidden: the choice holds for this page.
    }
    show();
  });
  show();
  button.hidden = false;
}
