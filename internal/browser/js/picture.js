// Making a page hold still for a picture, and covering what must not be in it.

const COVER = '#ff00ff';

let frozen = null;

// scrolled is where the page was scrolled to before it was made to hold still.
let scrolled = null;

function pageHeight() {
  const root = doc.documentElement;
  const body = doc.body;
  return Math.ceil(Math.max(root.scrollHeight, root.offsetHeight, body?.scrollHeight ?? 0, innerHeight));
}

// CARETS hides the caret of whatever has the keyboard, also inside a component.
const CARETS = ':focus,:focus *{caret-color:transparent!important}' +
  ':focus-within:not(:has(:focus-within)){caret-color:transparent!important}';

// EVERYTHING is what a rule has to name to hold for the whole page. Such a rule has
// Chrome work out, lay out and draw all of it twice for each picture, so there is
// one only where it changes something.
const EVERYTHING = '*,*::before,*::after';

function quietSheet() {
  const sheet = new CSSStyleSheet();
  const rules = [CARETS];
  if (doc.designMode === 'on') rules.push(`${EVERYTHING}{caret-color:transparent!important}`);
  if (doc.getAnimations().length > 0) rules.push(`${EVERYTHING}{transition:none!important}`);
  sheet.replaceSync(rules.join(''));
  return sheet;
}

// endAnimations puts finite animations to their end and endless ones to their start.
function endAnimations() {
  for (const animation of doc.getAnimations()) {
    try {
      if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel();
      else animation.finish();
    } catch {
      animation.cancel();
    }
  }
}

function fontsReady(limit) {
  const timeout = new Promise((resolve) => setTimeout(resolve, limit));
  return Promise.race([doc.fonts.ready, timeout]);
}

function secretFields(doc) {
  return queryAll(doc, 'input,textarea').filter(isSecret);
}

// hides says whether a frame may show a secret that cannot be covered one by one.
function hides(frame) {
  const doc = frame.contentDocument;
  return !doc || secretFields(doc).length > 0;
}

function coverAll(masks) {
  const els = new Set(secretFields(document));
  for (const frame of queryAll(document, 'iframe,frame')) if (hides(frame)) els.add(frame);
  for (const mask of masks) for (const candidate of mask.candidates ?? []) for (const el of findAll(candidate)) els.add(el);
  return [...els].filter(visible);
}

function coverOf(el) {
  const box = el.getBoundingClientRect();
  const cover = doc.createElement('div');
  const style = {
    all: 'initial', position: 'absolute', left: `${box.left + scrollX}px`, top: `${box.top + scrollY}px`,
    width: `${box.width}px`, height: `${box.height}px`, background: COVER, 'z-index': '2147483647', 'pointer-events': 'none',
  };
  for (const [name, value] of Object.entries(style)) cover.style.setProperty(name, value, 'important');
  return cover;
}

// freeze makes the page ready for a picture, or says how high the viewport has
// to be first. The browser draws no scroll bars; see prepare in page.go.
async function freeze({masks, marks, full, cap, fontLimit}) {
  melt();
  scrolled ??= [scrollX, scrollY];
  const height = Math.min(full ? pageHeight() : innerHeight, cap);
  if (height > innerHeight) return {height, width: innerWidth, ready: false};
  const sheet = quietSheet();
  doc.adoptedStyleSheets.push(sheet);
  frozen = {sheet, covers: []};
  await fontsReady(fontLimit);
  endAnimations();
  if (full) scrollTo({left: 0, top: 0, behavior: 'instant'});
  frozen.covers = coverAll(masks).map(coverOf);
  doc.documentElement.append(...frozen.covers);
  await nextFrame();
  const cut = full && pageHeight() > innerHeight;
  return {height: innerHeight, width: innerWidth, ready: true, cut, covers: frozen.covers.length, marked: marked(marks)};
}

// melt takes away what freeze put there and says whether all of it was there.
function melt() {
  if (!frozen) return false;
  const {sheet, covers} = frozen;
  frozen = null;
  const kept = covers.every((cover) => cover.isConnected);
  for (const cover of covers) cover.remove();
  doc.adoptedStyleSheets = doc.adoptedStyleSheets.filter((s) => s !== sheet);
  return kept;
}

// thaw undoes freeze, says whether the page was still frozen, and where it was
// scrolled to: a page can be scrolled there only when it has its size again.
function thaw() {
  const kept = melt();
  const [left, top] = scrolled ?? [0, 0];
  if (scrolled) scrollTo({left, top, behavior: 'instant'});
  scrolled = null;
  return {frozen: kept, left, top};
}

// scrollBack scrolls to where a page was before its picture was taken.
function scrollBack({left, top}) {
  scrollTo({left, top, behavior: 'instant'});
  return {};
}
