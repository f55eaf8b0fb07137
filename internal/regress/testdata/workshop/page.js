// Keeps a journal of what the page was made to feel, which its form sends.
'use strict';
const journal = document.getElementById('journal');
function note(...words) { journal.value += words.join(' ') + '; '; }
function named(node) {
  return node.id || node.getAttribute('aria-label') || node.getAttribute('name') || node.tagName.toLowerCase();
}
for (const kind of ['click', 'dblclick', 'auxclick', 'contextmenu']) {
  document.addEventListener(kind, (e) => {
    const node = e.composedPath()[0];
    note(kind, named(node), 'button', e.button, 'at', Math.round(e.offsetX), Math.round(e.offsetY), 'count', e.detail, e.isTrusted);
    if (kind === 'contextmenu') e.preventDefault();
  }, true);
}
for (const kind of ['keydown', 'keyup']) {
  document.addEventListener(kind, (e) => {
    if (e.target.matches('input, textarea, select')) return;
    note(kind, e.key, e.code, 'on', named(e.target), e.ctrlKey ? 'ctrl' : '', e.shiftKey ? 'shift' : '', e.isTrusted);
    if (kind === 'keydown' && e.key === 's') {
      note('scrolled', scrollX, scrollY, document.getElementById('scroller').scrollTop, 'screen', innerWidth, innerHeight);
    }
  });
}
document.addEventListener('change', (e) => note('change', named(e.target), e.target.value), true);
document.getElementById('plain').addEventListener('mouseenter', () => note('over plain'));
document.getElementById('link').addEventListener('click', (e) => e.preventDefault());
const root = document.getElementById('host').attachShadow({mode: 'open'});
root.innerHTML = '<span id="inner"></span>';
const inner = root.getElementById('inner').attachShadow({mode: 'open'});
inner.innerHTML = '<button type="button" id="deep" style="width:180px;height:24px">Deep down</button>';
setTimeout(() => {
  const late = document.createElement('button');
  late.type = 'button';
  late.id = 'late';
  late.textContent = 'Came late';
  document.querySelector('p').append(late);
  document.body.dataset.state = 'ready';
}, 300);
