// Acting on one element: the checks of Playwright's actionability rules.

// hits says whether a point that shows hit belongs to the element.
function hits(el, hit) {
  for (let node = hit; node; node = node.parentNode ?? node.host) {
    if (node === el) return true;
  }
  return hit.nodeType === Node.ELEMENT_NODE && hit.closest('label')?.control === el;
}

// pressTarget is the button or link that an element is part of.
function pressTarget(el) {
  return el.closest('button,[role=button],a,[role=link]') ?? el;
}

function needs(ok, reason, el, detail = '') {
  if (!ok) throw new Problem('state', {reason, elements: [brief(el)], detail});
}

// nextFrame waits for a frame and returns its time, or null where the browser
// makes none for so long that waiting is no use.
function nextFrame() {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), 250);
    requestAnimationFrame((time) => {
      clearTimeout(timer);
      resolve(time);
    });
  });
}

function sameBox(a, b) {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

// LOOK is the time in ms between two looks at a page that nothing animates: a
// little more than a frame. SHORT is a time between frames in which nothing can
// have moved.
const LOOK = 17;
const SHORT = 10;

// nextLook waits until an element that moves has moved. What animates a page by
// style needs frames to go on, so they are asked for; they cost more than all else
// that a look-up does. A script that moves things asks for its frames itself.
function nextLook() {
  if (doc.getAnimations().length > 0) return nextFrame();
  return new Promise((resolve) => setTimeout(() => resolve(performance.now()), LOOK));
}

// settle waits until an element keeps its box from one look to the next.
async function settle(el) {
  let last = {time: performance.now(), box: el.getBoundingClientRect()};
  for (let look = 0; look < 12; look++) {
    const time = await nextLook();
    if (time === null || time - last.time < SHORT) continue;
    const box = el.getBoundingClientRect();
    if (sameBox(last.box, box)) return;
    last = {time, box};
  }
  needs(false, 'unstable', el);
}

// clip is the part of a box inside the viewport.
function clip(box) {
  const left = Math.max(0, box.left);
  const top = Math.max(0, box.top);
  return {left, top, width: Math.min(innerWidth, box.right) - left, height: Math.min(innerHeight, box.bottom) - top};
}

// actionPoint is the middle of the first part of an element inside the viewport.
function actionPoint(el) {
  const boxes = [el, ...floating(el)].flatMap((part) => [...part.getClientRects()]);
  for (const box of boxes) {
    const part = clip(box);
    if (part.width > 0 && part.height > 0 && part.width * part.height > 0.99) {
      return {x: part.left + part.width / 2, y: part.top + part.height / 2};
    }
  }
  return null;
}

function elementAt({x, y}) {
  let hit = doc.elementFromPoint(x, y);
  while (hit?.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return hit;
}

// rootOf is the outermost element of an overlay below the body.
function rootOf(el) {
  let top = el;
  while (top.parentElement && top.parentElement !== doc.body && top.parentElement !== doc.documentElement) {
    top = top.parentElement;
  }
  return top === doc.body || top === doc.documentElement ? el : top;
}

const ALIGNMENTS = ['nearest', 'center', 'end', 'start'];

function bringIntoView(el, round) {
  el.scrollIntoView({block: ALIGNMENTS[round % ALIGNMENTS.length], inline: 'nearest', behavior: 'instant'});
}

// holdGuard checks what has to be true of the page right before an act.
function holdGuard(guard) {
  for (const locator of guard?.require ?? []) {
    if (!look(locator)) throw new Problem('guard', {reason: 'missing', locator: locator.name});
  }
  for (const locator of guard?.refuse ?? []) {
    const found = look(locator);
    if (found) throw new Problem('guard', {reason: 'present', locator: locator.name, elements: [brief(found.el)]});
  }
}

// still checks that a locator ends at the same usable element as before.
function still(locator, el) {
  const found = locate(locator);
  if (found.el !== el) throw new Problem('replaced', {elements: [brief(found.el)]});
  needs(visible(el), 'invisible', el);
  needs(enabled(el) && enabled(pressTarget(el)), 'disabled', el);
  return found;
}

// aim does everything up to the click: it finds, waits for a stable box, finds
// again, checks the point and the guard, and arms the shield.
async function aim({locator, guard, round}) {
  const {el} = locate(locator);
  needs(enabled(el) && enabled(pressTarget(el)), 'disabled', el);
  bringIntoView(el, round);
  await settle(el);
  const {matched} = still(locator, el);
  const point = actionPoint(el);
  needs(point, 'outside the visible part of the page', el);
  const hit = elementAt(point);
  needs(hit && hits(pressTarget(el), hit), 'covered', el, hit ? brief(rootOf(hit)) : 'nothing');
  holdGuard(guard);
  arm(pressTarget(el), 'mouse', () => {
    still(locator, el);
    holdGuard(guard);
  });
  return {...point, found: seen(el, locator, matched)};
}

// aimKey focuses an element for one real key press.
function aimKey({locator, guard}) {
  const {el, matched} = locate(locator);
  needs(enabled(el), 'disabled', el);
  el.focus();
  needs(doc.activeElement === el, 'not focusable', el);
  holdGuard(guard);
  arm(el, 'key', () => still(locator, el));
  return {found: seen(el, locator, matched)};
}

const TEXT_TYPES = ['text', 'password', 'search', 'email', 'url', 'tel', 'number'];

function setNativeValue(el, value) {
  const proto = tag(el) === 'textarea' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value').set.call(el, value);
}

function announce(el) {
  el.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
  el.dispatchEvent(new Event('change', {bubbles: true}));
}

// fill sets the text of a field and reads it back.
function fill({locator, guard, text, secret}) {
  const {el, matched} = locate(locator);
  needs(tag(el) === 'textarea' || TEXT_TYPES.includes(inputType(el)), 'not a text field', el);
  needs(!secret || inputType(el) === 'password', 'not a password field', el);
  needs(enabled(el), 'disabled', el);
  needs(editable(el), 'readonly', el);
  holdGuard(guard);
  if (secret) secrets.add(el);
  el.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
  el.focus();
  setNativeValue(el, text);
  announce(el);
  if (el.value !== text) throw new Problem('unkept', {elements: [brief(el)], detail: secret ? '' : short(el.value)});
  return {found: seen(el, locator, matched)};
}

// wants says whether an option is one of those asked for.
function wants(option, {exact, folded, valueHas}) {
  const text = option.textContent;
  return (isSet(exact) && (plain(text) === plain(exact) || squeeze(text) === squeeze(exact))) ||
    (folded ?? []).some((w) => fold(optionText(option)) === fold(w)) ||
    (valueHas ?? []).some((w) => decode(option.value).includes(w));
}

// chosen is the one enabled option that matches.
function chosen(select, match) {
  const all = [...select.options].filter((option) => wants(option, match));
  const usable = all.filter((option) => !isA(option, ':disabled'));
  if (usable.length === 1) return usable[0];
  throw new Problem('option', {
    elements: [brief(select)], reason: usable.length > 1 ? 'several' : all.length > 0 ? 'disabled' : 'missing',
    matching: all.map(optionText), available: options(select).filter((o) => !o.disabled).map((o) => o.text),
  });
}

// select chooses an option and reads it back.
function select({locator, guard, match}) {
  const {el, matched} = locate(locator);
  needs(tag(el) === 'select', 'not a select', el);
  needs(!el.multiple, 'a list that takes several choices', el);
  needs(enabled(el), 'disabled', el);
  const option = chosen(el, match);
  holdGuard(guard);
  el.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
  el.focus();
  if (!option.selected) {
    option.selected = true;
    announce(el);
  }
  if (el.selectedOptions[0] !== option) throw new Problem('unkept', {elements: [brief(el)], detail: short(optionText(el.selectedOptions[0] ?? el))});
  return {found: seen(el, locator, matched), option: options(el)[option.index]};
}
