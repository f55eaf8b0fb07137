// What can be said of one element. A form's inputs shadow its own properties (a
// field named "action" hides form.action), and a form shadows the document's
// (one named "body" hides document.body), so both are read through prototypes.

// doc is the document as its prototype has it.
const doc = new Proxy({}, {
  get(_, name) {
    const value = Reflect.get(Document.prototype, name, document);
    return typeof value === 'function' ? value.bind(document) : value;
  },
  set: (_, name, value) => Reflect.set(Document.prototype, name, value, document),
});

const FORM_CONTROLS = 'button,input,select,textarea,option,optgroup';
const PRESSABLE = 'a[href],button,input[type=button],input[type=submit],input[type=reset],input[type=image],summary,' +
  '[role=button],[role=link],[role=tab],[role=menuitem]';

// secrets holds the fields that were filled with a secret, whatever becomes of
// their type.
const secrets = new WeakSet();

function queryAll(root, css) {
  const proto = root.nodeType === Node.DOCUMENT_NODE ? Document.prototype : Element.prototype;
  return [...proto.querySelectorAll.call(root, css)];
}

function isA(el, css) {
  return Element.prototype.matches.call(el, css);
}

function attr(el, name) {
  return Element.prototype.getAttribute.call(el, name);
}

function tag(el) {
  return el.localName;
}

function inputType(el) {
  return tag(el) === 'input' ? (attr(el, 'type') ?? 'text').toLowerCase() : '';
}

function isSecret(el) {
  return inputType(el) === 'password' || el.type === 'password' || secrets.has(el);
}

// visible is the rule of Playwright: rendered, not hidden by visibility, and
// with a box of some size; display:contents is as visible as its content, and so is an
// element in a line whose content floats, which leaves it a box without width.
function visible(el) {
  const style = getComputedStyle(el);
  if (style.display === 'contents') return [...el.childNodes].some(visibleNode);
  if (!Element.prototype.checkVisibility.call(el) || style.visibility !== 'visible') return false;
  const box = el.getBoundingClientRect();
  return box.width > 0 && box.height > 0 || floating(el, style).some(visible);
}

// floating lists the children that take an inline element's place by floating.
function floating(el, style = getComputedStyle(el)) {
  if (style.display !== 'inline') return [];
  return [...el.children].filter((child) => getComputedStyle(child).float !== 'none');
}

function visibleNode(node) {
  if (node.nodeType === Node.ELEMENT_NODE) return visible(node);
  if (node.nodeType !== Node.TEXT_NODE) return false;
  const range = doc.createRange();
  range.selectNode(node);
  const box = range.getBoundingClientRect();
  return box.width > 0 && box.height > 0;
}

function enabled(el) {
  if (el.closest('[aria-disabled="true" i]')) return false;
  if (!isA(el, FORM_CONTROLS)) return true;
  return !isA(el, ':disabled');
}

function editable(el) {
  return enabled(el) && attr(el, 'readonly') === null && attr(el, 'aria-readonly') !== 'true';
}

// ownText is the text of an element without scripts and styles.
function ownText(el) {
  if (tag(el) === 'input') return ['button', 'submit', 'reset'].includes(inputType(el)) ? el.value : '';
  if (!el.querySelector('script,style,noscript,template')) return el.textContent;
  const copy = el.cloneNode(true);
  for (const noise of queryAll(copy, 'script,style,noscript,template')) noise.remove();
  return copy.textContent;
}

// texts lists what an element may be called by: its text (of a link or button
// also without its hidden parts), its value, or, where it has none, its
// accessible name.
function texts(el) {
  const list = [ownText(el)];
  if (el.firstElementChild && isA(el, PRESSABLE)) list.push(el.innerText);
  if (inputType(el) === 'image') list.push(attr(el, 'alt') ?? '');
  if (isA(el, 'input,textarea') && !isSecret(el) && inputType(el) !== 'hidden') list.push(el.value);
  const own = list.filter((text) => plain(text) !== '');
  if (own.length > 0) return own;
  const named = [attr(el, 'aria-label'), attr(el, 'title'), ...queryAll(el, 'img[alt]').map((img) => attr(img, 'alt'))];
  return named.filter((text) => plain(text) !== '');
}

// labels lists the texts of a control's labels.
function labels(el) {
  const list = [...(el.labels ?? [])].map(labelText);
  for (const id of (attr(el, 'aria-labelledby') ?? '').split(/\s+/).filter(Boolean)) {
    const label = doc.getElementById(id);
    if (label) list.push(labelText(label));
  }
  const spoken = attr(el, 'aria-label');
  if (spoken) list.push(spoken);
  return list;
}

// labelText is a label's text without the controls inside it.
function labelText(label) {
  const copy = label.cloneNode(true);
  for (const inner of queryAll(copy, 'select,textarea,button,script,style')) inner.remove();
  return copy.textContent;
}

function optionText(option) {
  return squeeze(option.textContent) || squeeze(attr(option, 'label'));
}

function options(select) {
  return [...select.options].map((option) => ({
    text: optionText(option),
    value: option.value,
    selected: option.selected,
    marked: option.defaultSelected,
    disabled: isA(option, ':disabled'),
  }));
}

// brief names an element in an error, without values.
function brief(el) {
  const parts = [tag(el)];
  for (const name of ['id', 'name', 'class', 'role', 'title']) {
    const value = attr(el, name);
    if (value) parts.push(`${name}="${short(value, 40)}"`);
  }
  const text = tag(el) === 'select' ? '' : short(ownText(el), 40);
  return `<${parts.join(' ')}>${text ? ` "${text}"` : ''}`;
}

const TOKENS = /(?:frsc|token|csrf|nonce|session(?:id)?)$/i;

// openValue is a control's value where it may be shown.
function openValue(el) {
  if (!isA(el, 'input,select,textarea,button') || isSecret(el)) return '';
  if (inputType(el) === 'hidden' && TOKENS.test(attr(el, 'name') ?? '')) return '';
  return el.value;
}

// seen is what a look-up reports of the element it ended at.
function seen(el, locator, matched) {
  const href = attr(el, 'href');
  return {
    locator: locator?.name ?? '',
    matched: matched ?? [],
    tag: tag(el),
    id: attr(el, 'id') ?? '',
    text: tag(el) === 'select' ? '' : squeeze(ownText(el)),
    value: openValue(el),
    href: href === null ? '' : decode(el.href ?? href),
    checked: el.checked === true,
    enabled: enabled(el),
    editable: isA(el, 'input,select,textarea') && editable(el),
    options: tag(el) === 'select' ? options(el) : undefined,
  };
}
