/** What a page of the board runs: it asks for its changing part every two seconds, and puts in what is new, with choices, focus and what was scrolled as they were. Without it the page stands still. */
export const liveScript = `
const live = document.getElementById('live');
const state = document.getElementById('state');
const wanted = document.getElementById('wanted');
let shown = live.innerHTML;
const keyOf = (element) => [element.tagName, element.value, element.href].join(' ');
const alike = (key) => [...live.querySelectorAll('a, button, input, .wide')].filter((element) => keyOf(element) === key);
// Where an element stands in the part that changes; nothing of those above it, which stay.
function placeOf(element) {
  if (!element || !live.contains(element)) return undefined;
  const key = keyOf(element);
  return { key, at: alike(key).indexOf(element) };
}
function narrow() {
  const words = wanted?.querySelector('input').value.toLowerCase().split(/\\s+/).filter(Boolean) ?? [];
  // By what tells runs apart: name, state, task and algorithm.
  for (const row of live.querySelectorAll('form tbody tr')) {
    const told = [...row.cells].slice(1, 5).map((cell) => cell.textContent).join(' ').toLowerCase();
    row.hidden = !words.every((word) => told.includes(word));
  }
}
async function refresh() {
  try {
    const address = new URL(location.href);
    address.searchParams.set('part', 'live');
    const response = await fetch(address);
    if (response.status === 404) {
      state.textContent = 'This is not there any more: it was deleted. What is shown is the last that it told.';
      return;
    }
    if (!response.ok) throw new Error();
    const next = await response.text();
    state.textContent = '';
    if (next === shown) return;
    const chosen = new Set([...live.querySelectorAll('input:checked')].map((box) => box.value));
    const focused = placeOf(document.activeElement);
    const scrolled = [...live.querySelectorAll('.wide')].map((table) => table.scrollLeft);
    live.innerHTML = next;
    shown = next;
    narrow();
    live.querySelectorAll('.wide').forEach((table, i) => { table.scrollLeft = scrolled[i] ?? 0; });
    for (const box of live.querySelectorAll('input')) box.checked = chosen.has(box.value);
    if (focused) alike(focused.key)[focused.at]?.focus({ preventScroll: true });
  } catch {
    state.textContent = 'The board does not answer: it was stopped. What is shown is the last that it told.';
  }
}
if (wanted) {
  wanted.hidden = false;
  wanted.addEventListener('input', narrow);
  // A browser that goes back to the page may have kept what was typed.
  narrow();
}
setInterval(() => document.hidden || refresh(), 2000);
`;
