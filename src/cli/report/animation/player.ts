/**
 * What moves an animation in a browser: shows the pictures of a step, cuts each way off there, and tells the return so far. Plays by itself only where the reader has not asked for
 * less motion.
 */
export const playerScript = `
(() => {
  const told = JSON.parse(document.getElementById('told').textContent);
  const [play, slider, output, cursor] = ['play', 'at', 'step', 'cursor'].map((id) => document.getElementById(id));
  const clips = [...document.querySelectorAll('.clip')].map((clip, i) => {
    const way = clip.querySelector('.way');
    return {
      frames: [...clip.querySelectorAll('.frame')].map((frame) => ({ frame, step: Number(frame.dataset.step) })),
      way,
      points: way ? way.getAttribute('points').split(' ') : [],
      told: clip.querySelector('.told'),
      returns: told.clips[i].returns,
    };
  });
  const { left, right } = cursor.dataset;
  const show = (step) => {
    slider.value = step;
    output.textContent = 'step ' + step;
    for (const { frames, way, points, told, returns } of clips) {
      let now = 0;
      frames.forEach(({ step: at }, i) => { if (at <= step) now = i; });
      frames.forEach(({ frame }, i) => frame.classList.toggle('now', i === now));
      if (way) way.setAttribute('points', points.slice(0, step + 1).join(' '));
      const done = Math.min(step, returns.length);
      const sum = done === 0 ? 0 : returns[done - 1];
      told.textContent = (done === returns.length ? 'return ' : 'so far ') + (Math.abs(sum) >= 1000 ? sum.toFixed(0) : Number(sum.toPrecision(3))) + ' in ' + done + (done === 1 ? ' step' : ' steps');
    }
    const x = Number(left) + ((Number(right) - Number(left)) * step) / told.steps;
    cursor.setAttribute('x1', x);
    cursor.setAttribute('x2', x);
  };
  let playing = false;
  let at = told.steps;
  let last = 0;
  const advance = (time) => {
    if (!playing) return;
    at = Math.min(told.steps, at + ((time - last) / 1000) * (told.steps / told.seconds));
    last = time;
    show(Math.floor(at));
    if (at >= told.steps) stop();
    else requestAnimationFrame(advance);
  };
  const stop = () => {
    playing = false;
    play.textContent = 'Play';
  };
  const start = () => {
    if (at >= told.steps) at = 0;
    playing = true;
    play.textContent = 'Pause';
    requestAnimationFrame((time) => {
      last = time;
      advance(time);
    });
  };
  play.addEventListener('click', () => (playing ? stop() : start()));
  slider.addEventListener('input', () => {
    stop();
    at = Number(slider.value);
    show(at);
  });
  document.querySelector('.controls').hidden = false;
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) start();
})();
`.trim();
