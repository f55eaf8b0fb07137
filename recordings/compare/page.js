// The views of pictures and the filter. Without this script the page shows
// everything, with the pictures side by side.
'use strict';

(() => {
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  for (const el of all('.js')) el.hidden = false;

  function setMode(viewer, mode) {
    viewer.dataset.mode = mode;
    for (const button of all('[data-set]', viewer)) button.setAttribute('aria-pressed', String(button.dataset.set === mode));
  }

  function setAt(viewer, percent) {
    const at = Math.min(100, Math.max(0, percent));
    viewer.querySelector('input[type=range]').value = String(at);
    viewer.style.setProperty('--at', `${at}%`);
  }

  // drag moves the slider to where the pointer is.
  function drag(viewer, event) {
    if (viewer.dataset.mode !== 'slider' || event.buttons !== 1) return;
    const box = viewer.querySelector('.stage').getBoundingClientRect();
    setAt(viewer, (100 * (event.clientX - box.left)) / box.width);
    event.preventDefault();
  }

  for (const viewer of all('.viewer')) {
    for (const button of all('[data-set]', viewer)) button.addEventListener('click', () => setMode(viewer, button.dataset.set));
    viewer.querySelector('input[type=range]').addEventListener('input', (event) => setAt(viewer, Number(event.target.value)));
    viewer.querySelector('.boxes input').addEventListener('change', (event) => viewer.classList.toggle('unmarked', !event.target.checked));
    const stage = viewer.querySelector('.stage');
    for (const name of ['pointerdown', 'pointermove']) stage.addEventListener(name, (event) => drag(viewer, event));
    setMode(viewer, 'slider');
    setAt(viewer, 50);
  }

  const form = document.getElementById('filter');
  if (!form) return;

  // apply shows the differences of the chosen kinds, and the steps that have any.
  function apply() {
    const kinds = new Set(all('[name=kind]:checked', form).map((input) => input.value));
    const everything = form.elements.which.value === 'all';
    for (const diff of all('.differences .diff, .overview .diff')) diff.hidden = !kinds.has(diff.dataset.kind);
    for (const part of all('[data-kinds]')) part.hidden = !part.dataset.kinds.split(' ').some((kind) => kinds.has(kind));
    let shown = 0;
    for (const step of all('.step')) {
      const differs = all('.diff', step).some((diff) => !diff.hidden);
      step.hidden = !everything && !differs;
      if (!step.hidden) shown++;
    }
    for (const group of all('.overview tbody')) span(group);
    document.getElementById('empty').hidden = shown > 0;
  }

  // span keeps the step's name beside the first of its rows that is shown.
  function span(group) {
    const rows = all('tr', group).filter((row) => !row.hidden);
    group.hidden = rows.length === 0;
    const name = group.querySelector('th');
    if (rows.length === 0) return;
    name.rowSpan = rows.length;
    rows[0].prepend(name);
  }

  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  apply();

  // A link to a step that the filter hides shows all steps first.
  window.addEventListener('hashchange', () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.hidden) return;
    form.elements.which.value = 'all';
    apply();
    target.scrollIntoView();
  });
})();
