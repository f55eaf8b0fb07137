// What Chrome's Recorder panel records: its selectors, and the acts of its
// steps. Selectors mean what Puppeteer's do
// (https://pptr.dev/guides/page-interactions#selectors).

// below is where the next part of a chain is looked up: an element's shadow
// root if it has one.
function below(node) {
  return node.shadowRoot ?? node;
}

function selectAll(root, css) {
  if (root.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return queryAll(root, css);
  return [...DocumentFragment.prototype.querySelectorAll.call(root, css)];
}

// everyElement lists all elements below a node, those in shadow roots too.
function everyElement(root) {
  return selectAll(root, '*').flatMap((el) => [el, ...(el.shadowRoot ? everyElement(el.shadowRoot) : [])]);
}

// inside says whether a node is below another one, across shadow roots.
function inside(node, root) {
  for (let n = node; n; n = n.parentNode ?? n.host) if (n === root) return true;
  return false;
}

const UNREAD = ['script', 'style'];

// readable says whether an element's text counts for text selectors.
function readable(el) {
  return !UNREAD.includes(el.localName) && !doc.head?.contains(el);
}

// fullText is an element's text with its shadow root's; that of a control is
// what it holds, but never a password.
function fullText(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType === Node.ELEMENT_NODE) {
    if (!readable(node)) return '';
    if (isA(node, 'select,textarea') || (tag(node) === 'input' && !['checkbox', 'image', 'radio'].includes(inputType(node)))) {
      return isSecret(node) ? '' : node.value;
    }
  }
  const own = [...node.childNodes].map(fullText).join('');
  return node.shadowRoot ? own + fullText(node.shadowRoot) : own;
}

// byText lists the innermost elements whose text holds the wanted one.
function byText(root, wanted) {
  const hits = [...root.childNodes]
    .filter((n) => n.nodeType === Node.ELEMENT_NODE && readable(n))
    .flatMap((el) => {
      if (!fullText(el).includes(wanted)) return [];
      const deeper = byText(below(el), wanted);
      return deeper.length > 0 ? deeper : [el];
    });
  return hits;
}

function byPath(root, path) {
  const result = document.evaluate(path, root, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
  return Array.from({length: result.snapshotLength}, (_, i) => result.snapshotItem(i)).filter((n) => n.nodeType === Node.ELEMENT_NODE);
}

const SEARCHES = {
  css: (root, part) => selectAll(root, part.text),
  text: (root, part) => byText(root, part.text),
  xpath: (root, part) => byPath(root, part.text),
  pierce: (root, part) => everyElement(root).filter((el) => isA(el, part.text)),
  aria: (root, part, nodes) => nodes[part.nodes].filter((el) => el.isConnected && el !== root && inside(el, root)),
};

// chainMatches lists what a chain of parts leads to.
function chainMatches(chain, nodes) {
  let found = [document];
  chain.forEach((part, i) => {
    const next = new Set();
    for (const root of found) {
      try {
        for (const el of SEARCHES[part.kind](i === 0 ? root : below(root), part, nodes)) next.add(el);
      } catch {
        throw new Problem('selector', {candidate: part.kind, detail: part.text});
      }
    }
    found = [...next];
  });
  return found.filter((el) => el.nodeType === Node.ELEMENT_NODE);
}

// grouped splits the elements of all aria parts by part.
function grouped(elements, sizes) {
  let from = 0;
  return sizes.map((size) => elements.slice(from, from += size));
}

function labelsOf(alternatives) {
  return alternatives.map((chain) => chain.at(-1)).map((part) => (part.kind === 'aria' ? part.name : part.kind === 'text' ? part.text : '')).filter(Boolean);
}

// pickOne chooses among the alternatives: the first that leads to an element
// which suits the act and can be used, else the first that leads to any.
function pickOne(alternatives, nodes, suits = () => true) {
  const sets = alternatives.map((chain, index) => ({index, list: chainMatches(chain, nodes)})).filter(({list}) => list.length > 0);
  if (sets.length === 0) {
    throw Object.assign(new Problem('absent'), {sought: {candidates: [{text: labelsOf(alternatives)}]}});
  }
  const usable = sets.find(({list}) => suits(list[0]) && visible(list[0]) && enabled(list[0])) ??
    sets.find(({list}) => suits(list[0]) && visible(list[0])) ?? sets.find(({list}) => visible(list[0])) ?? sets[0];
  const el = usable.list[0];
  const others = sets.filter(({list}) => !list.some((other) => other === el || inside(el, other) || inside(other, el)));
  return {el, index: usable.index, count: usable.list.length, others: others.map(({index}) => index)};
}

// LINK is an address that only leads to a page.
const LINK = /^(https?:|\/|\.|\?|#|[^:]*$)/i;

function pressable(el) {
  return el.closest('a,button,input[type=button],input[type=submit],input[type=reset],input[type=image],summary,' +
    '[role=button],[role=link],[role=tab],[role=menuitem],[onclick]');
}

// follows is plain where nothing but an address is followed.
function plainLink(el) {
  return tag(el) === 'a' && attr(el, 'onclick') === null && LINK.test((attr(el, 'href') ?? 'javascript:').trim()) &&
    !/actionOverride=[^&]/i.test(decode(attr(el, 'href') ?? ''));
}

function pickedOf({el, index, count, others}, places = {}) {
  return {...pressOf(el, places), alternative: index, count, others};
}

// pressOf is what an element is and what pressing it may do.
function pressOf(el, places = {}) {
  const press = pressable(el);
  const within = Object.entries(places).filter(([, locators]) => locators.some((locator) =>
    (locator.candidates ?? []).some((candidate) => matches(scopeOf(locator), candidate).some((found) => inside(el, found) || found === press))));
  return {
    ...seen(el, null, []), secret: isSecret(el), press: press ? brief(press) : '', plain: Boolean(press) && plainLink(press),
    within: within.map(([name]) => name).sort(),
  };
}

// scopeOf is where a locator looks; nowhere is an empty element.
function scopeOf(locator) {
  try {
    return scope(locator);
  } catch {
    return doc.createElement('i');
  }
}

// origin is where this frame's viewport begins in the page's.
function origin() {
  let x = 0;
  let y = 0;
  for (let w = window; w !== w.parent && w.frameElement; w = w.parent) {
    const box = w.frameElement.getBoundingClientRect();
    const style = getComputedStyle(w.frameElement);
    x += box.left + w.frameElement.clientLeft + parseFloat(style.paddingLeft);
    y += box.top + w.frameElement.clientTop + parseFloat(style.paddingTop);
  }
  return {x, y};
}

// aimPoint is the recorded point if it lies on the element, else its middle.
function aimPoint(el, offsetX, offsetY) {
  const box = el.getClientRects()[0];
  const point = box && typeof offsetX === 'number' ? {x: box.left + offsetX, y: box.top + offsetY} : null;
  const on = point && point.x >= 0 && point.y >= 0 && point.x < innerWidth && point.y < innerHeight && elementAt(point);
  if (on && hits(el, on)) return {point, moved: false};
  return {point: actionPoint(el), moved: point !== null};
}

async function recorderAim({alternatives, offsetX, offsetY, round, kind, places}, nodes) {
  const first = pickOne(alternatives, nodes);
  const {el} = first;
  needs(visible(el), 'invisible', el);
  needs(kind === 'hover' || (enabled(el) && enabled(pressTarget(el))), 'disabled', el);
  bringIntoView(el, round);
  await settle(el);
  needs(el.isConnected, 'being replaced', el);
  const {point, moved} = aimPoint(el, offsetX, offsetY);
  needs(point, 'outside the visible part of the page', el);
  const hit = elementAt(point);
  const reach = (hit_) => hits(el, hit_) || hits(pressTarget(el), hit_);
  needs(hit && reach(hit), 'covered', el, hit ? brief(rootOf(hit)) : 'nothing');
  const picked = {...pickedOf(first, places), offset: moved};
  if (kind === 'mouse') {
    arm(hits(el, hit) ? el : pressTarget(el), 'recorded', () => {
      needs(el.isConnected && visible(el) && enabled(el), 'being replaced', el);
    });
  }
  const {x, y} = origin();
  return {x: point.x + x, y: point.y + y, picked};
}

// CHECKABLE are controls that a change step switches on or off.
function checkable(el) {
  return ['checkbox', 'radio'].includes(inputType(el)) || ['checkbox', 'radio', 'switch'].includes(attr(el, 'role'));
}

function fillable(el) {
  return isA(el, 'input,select,textarea') || checkable(el) || el.isContentEditable;
}

// recorderFill puts a value into a control: an option's value into a list, a text
// into a field. A box to tick is told apart, because it has to be clicked.
function recorderFill({alternatives, text, secret}, nodes) {
  const first = pickOne(alternatives, nodes, fillable);
  const {el} = first;
  needs(visible(el), 'invisible', el);
  needs(enabled(el), 'disabled', el);
  const picked = pickedOf(first);
  if (checkable(el)) {
    const on = el.checked === true || attr(el, 'aria-checked') === 'true';
    return {picked, click: el.indeterminate || attr(el, 'aria-checked') === 'mixed' || on !== (text !== '')};
  }
  if (secret && isA(el, 'input,textarea')) secrets.add(el);
  bringIntoView(el, 0);
  el.focus();
  if (tag(el) === 'select') selectValue(el, text);
  else if (el.isContentEditable) fillEditable(el, text);
  else {
    needs(isA(el, 'input,textarea'), 'nothing that can be filled', el);
    needs(editable(el), 'readonly', el);
    if (el.value !== text) {
      setNativeValue(el, text);
      announce(el);
    }
    if (el.value !== text) throw new Problem('unkept', {elements: [brief(el)], detail: isSecret(el) ? '' : short(el.value)});
  }
  return {picked: pickedOf(first), click: false};
}

function selectValue(el, value) {
  const all = [...el.options];
  const hits = all.filter((option) => option.value === value && !isA(option, ':disabled'));
  if (hits.length === 0) {
    throw new Problem('option', {
      elements: [brief(el)], reason: 'missing', matching: [],
      available: options(el).filter((o) => !o.disabled).map((o) => (o.value === o.text ? o.text : `${o.text} (value ${short(o.value, 60)})`)),
    });
  }
  hits[0].selected = true;
  announce(el);
}

function fillEditable(el, text) {
  if (el.innerText === text) return;
  el.innerText = text;
  announce(el);
}

// recorderKey lets one key event through to whatever has the focus.
function recorderKey({places}) {
  let el = doc.activeElement ?? doc.body ?? doc.documentElement;
  while (el.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
  if (isA(el, 'iframe,frame')) return {inner: [...Array(window.length).keys()].findIndex((i) => window[i] === el.contentWindow)};
  arm(el, 'key', () => {});
  const form = el.form ?? el.closest('form');
  return {
    picked: pressOf(el, places), field: isA(el, 'input,select,textarea'), form: form !== null && form !== undefined, inner: -1,
  };
}

function recorderScroll({alternatives, x, y}, nodes) {
  if (alternatives.length === 0) {
    window.scroll({left: x, top: y, behavior: 'instant'});
    return {picked: null};
  }
  const first = pickOne(alternatives, nodes);
  bringIntoView(first.el, 0);
  first.el.scrollTop = y;
  first.el.scrollLeft = x;
  return {picked: pickedOf(first)};
}

function agrees(wanted, got) {
  if (wanted === got) return true;
  if (typeof wanted !== 'object' || wanted === null || got === null || got === undefined) return false;
  return Object.entries(wanted).every(([name, value]) => agrees(value, got[name]));
}

const COMPARES = {'==': (a, b) => a === b, '>=': (a, b) => a >= b, '<=': (a, b) => a <= b};

// recorderWait says whether the wanted number of elements with the wanted
// attributes and properties is there.
function recorderWait({alternatives, wanted}, nodes) {
  const lists = alternatives.map((chain) => chainMatches(chain, nodes));
  const list = lists.find((l) => l.length > 0) ?? [];
  const named = list.every((el) => Object.entries(wanted.attributes ?? {}).every(([name, value]) => attr(el, name) === value));
  const like = list.every((el) => agrees(wanted.properties ?? {}, el));
  const held = COMPARES[wanted.operator](list.length, wanted.count) && named && like;
  if (held === wanted.visible) return {count: list.length};
  const why = !COMPARES[wanted.operator](list.length, wanted.count) ? `${list.length} elements match` :
    !named ? 'an attribute differs' : !like ? 'a property differs' : `${list.length} elements match, and they must not`;
  throw notYet(`waiting for ${wanted.visible ? '' : 'the opposite of '}${wanted.operator} ${wanted.count} elements: ${why}`);
}

function recorderPick({alternatives, attribute}, nodes) {
  const first = pickOne(alternatives, nodes);
  const {el} = first;
  let value = '';
  if (attribute === '' || attribute === undefined || attribute === 'value') value = isA(el, 'input,select,textarea') ? openValue(el) : squeeze(ownText(el));
  else if (attribute === 'text') value = tag(el) === 'select' ? optionText(el.selectedOptions[0] ?? el) : isA(el, 'input,textarea') ? openValue(el) : squeeze(el.innerText ?? ownText(el));
  else if (attribute === 'checked') value = String(el.checked === true);
  else value = isSecret(el) && attribute === 'value' ? '' : attr(el, attribute) ?? '';
  return {picked: pickedOf(first), value};
}

const recorderOperations = {
  aim: recorderAim, fill: recorderFill, key: recorderKey, scroll: recorderScroll, wait: recorderWait, pick: recorderPick,
  disarm: () => operations.disarm(),
};

globalThis.lockeditPage.recorder = (name, args, elements) => report(() => recorderOperations[name](args, grouped(elements, args.sizes ?? [])));

// leadsTo says whether a selector leads to an element: it is the first match,
// which is the one that the Recorder's player takes.
function leadsTo(css, el) {
  return queryAll(document, css)[0] === el;
}

const quoteCss = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

// cssOf names an element by what does not change: its id, its name, the address
// it leads to, else by its place.
function cssOf(el) {
  const id = attr(el, 'id');
  if (id && leadsTo(`#${CSS.escape(id)}`, el)) return `#${CSS.escape(id)}`;
  for (const name of ['name', 'href', 'value', 'title']) {
    const value = attr(el, name);
    if (!value || value.length > 400 || TOKENS.test(value)) continue;
    const css = `${tag(el)}[${name}=${quoteCss(value)}]`;
    if (leadsTo(css, el)) return css;
  }
  const path = [];
  for (let n = el; n && n !== doc.documentElement; n = n.parentElement) {
    const own = attr(n, 'id');
    if (n !== el && own && queryAll(document, `#${CSS.escape(own)}`).length === 1) {
      path.unshift(`#${CSS.escape(own)}`);
      break;
    }
    const twins = [...n.parentElement.children].filter((c) => c.localName === n.localName);
    path.unshift(twins.length > 1 ? `${n.localName}:nth-of-type(${twins.indexOf(n) + 1})` : n.localName);
  }
  return path.join(' > ');
}

// described is how a step of the Recorder would name the element of a locator.
function described({locator}) {
  const {el} = locate(locator);
  const text = squeeze(ownText(el));
  const box = el.getBoundingClientRect();
  const texts = text && text.length <= 60 && byText(document, text).length === 1 ? [`text/${text}`] : [];
  return {selectors: [cssOf(el), ...texts], width: box.width, height: box.height, found: seen(el, locator, [])};
}

operations.describe = described;
