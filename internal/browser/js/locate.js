// The look-up: candidates in order of confidence that all have to agree.

// Problem is an outcome that the caller turns into a typed error.
class Problem extends Error {
  constructor(kind, fields = {}) {
    super(kind);
    this.fields = {kind, ...fields};
  }

  // report is the outcome as plain data, with hints that take time to gather.
  report() {
    return this.fields.kind === 'absent' && this.sought ? {...this.fields, similar: similar(this.sought)} : this.fields;
  }
}

// CONDITIONS are the tests that an element has to pass where a candidate sets
// them, apart from its selector and its visibility.
const CONDITIONS = {
  text: (el, wanted) => anyText(texts(el), (text) => wanted.some((w) => text === foldWord(w))),
  textPrefix: (el, wanted) => anyText(texts(el), (text) => wanted.some((w) => text.startsWith(foldWord(w)))),
  exact: (el, wanted) => squeeze(ownText(el)) === squeeze(wanted),
  title: (el, wanted) => anyText([attr(el, 'title')], (text) => wanted.some((w) => text.startsWith(foldWord(w)))),
  label: (el, wanted) => anyText(labels(el), (text) => wanted.some((w) => text === foldWord(w))),
  hrefHas: (el, wanted) => wanted.every((w) => decode(attr(el, 'href')).includes(w)),
  handle: (el, wanted) => namesHandle(el, wanted),
  options: (el, wanted) => tag(el) === 'select' && offers(el, wanted),
};

// anyText says whether one of the texts, folded, passes; empty ones never do.
function anyText(list, test) {
  return list.map(fold).some((text) => text !== '' && test(text));
}

function offers(select, wanted) {
  const offered = new Set([...select.options].map((option) => fold(optionText(option))));
  return wanted.every((w) => offered.has(foldWord(w)));
}

function namesHandle(el, wanted) {
  return [attr(el, 'href'), attr(el, 'value')].filter(Boolean)
    .some((text) => handles(text).some((h) => h.name === wanted.name && h.type === wanted.type));
}

function isSet(condition) {
  return Array.isArray(condition) ? condition.length > 0 : Boolean(condition);
}

function passes(el, candidate) {
  return Object.keys(CONDITIONS).every((key) => !isSet(candidate[key]) || CONDITIONS[key](el, candidate[key]));
}

// universe is where a candidate without a selector looks.
function universe(candidate) {
  if (isSet(candidate.options)) return 'select';
  if (isSet(candidate.label)) return 'input,select,textarea,button';
  if (isSet(candidate.hrefHas)) return 'a[href],area[href]';
  if (isSet(candidate.handle)) return 'a[href],area[href],input,button,option';
  return '*';
}

// matches lists the elements of a candidate in page order; seen or not.
function matches(root, candidate) {
  let list;
  try {
    list = queryAll(root, candidate.css || universe(candidate));
  } catch {
    throw new Problem('selector', {candidate: candidate.id, detail: candidate.css});
  }
  list = list.filter((el) => passes(el, candidate));
  if (isSet(candidate.exact)) list = preferLiteral(list, candidate.exact);
  return candidate.css ? list : tightest(list);
}

// preferLiteral keeps the elements whose text is equal to the letter, where
// there are any, over those that are equal after folding runs of blanks.
function preferLiteral(list, wanted) {
  const literal = list.filter((el) => plain(ownText(el)) === plain(wanted));
  return literal.length > 0 ? literal : list;
}

// tightest reduces nested elements that all carry the same text to one: the
// pressable one, else the innermost.
function tightest(list) {
  const pressable = list.filter((el) => isA(el, PRESSABLE));
  return list.filter((el) => {
    if (pressable.includes(el)) return true;
    if (pressable.some((p) => p.contains(el) || el.contains(p))) return false;
    return !list.some((other) => other !== el && el.contains(other));
  });
}

// counting keeps the elements that count: the visible ones, unless the
// candidate says otherwise.
function counting(candidate, list) {
  return candidate.hidden ? list : list.filter(visible);
}

function findAll(candidate, root = document) {
  return counting(candidate, matches(root, candidate));
}

function scope(locator) {
  if (!isSet(locator.within)) return document;
  for (const candidate of locator.within) {
    const found = findAll(candidate);
    if (found.length > 0) return found[0];
  }
  throw new Problem('absent', {where: locator.within.map((c) => c.id).join(', ')});
}

// locate finds the one element of a locator or throws a Problem.
function locate(locator) {
  const root = scope(locator);
  const all = (locator.candidates ?? []).map((candidate) => ({candidate, list: matches(root, candidate)}));
  const sets = all.map(({candidate, list}) => ({candidate, list: counting(candidate, list)})).filter(({list}) => list.length > 0);
  if (sets.length === 0) throw absent(locator, all);
  const el = choose(sets[0]);
  for (const {candidate, list} of sets) {
    if (!list.includes(el)) throw disagreement(sets[0].candidate, el, candidate, list);
  }
  refuse(locator, el);
  return {el, matched: sets.map(({candidate}) => candidate.id)};
}

function choose({candidate, list}) {
  if (candidate.pick === 'first') return list[0];
  if (candidate.pick === 'last') return list.at(-1);
  if (list.length > 1) {
    throw new Problem('several', {candidate: candidate.id, elements: list.slice(0, 6).map(brief), count: list.length});
  }
  return list[0];
}

function disagreement(first, el, second, list) {
  return new Problem('disagree', {
    candidate: first.id, other: second.id, elements: [brief(el), ...list.slice(0, 3).map(brief)],
  });
}

// absent tells an element that is there but unseen from one that is not.
function absent(locator, all) {
  const unseen = all.find(({list}) => list.length > 0);
  if (unseen) return new Problem('invisible', {candidate: unseen.candidate.id, elements: unseen.list.slice(0, 3).map(brief)});
  return Object.assign(new Problem('absent'), {sought: locator});
}

function refuse(locator, el) {
  for (const candidate of locator.forbid ?? []) {
    if (candidate.css && !isA(el, candidate.css)) continue;
    if (passes(el, candidate)) throw new Problem('forbidden', {candidate: candidate.id, elements: [brief(el)]});
  }
}

// look is locate for a caller that can do without the element: null where
// nothing visible matches.
function look(locator) {
  try {
    return locate(locator);
  } catch (problem) {
    if (problem instanceof Problem && ['absent', 'invisible'].includes(problem.fields.kind)) return null;
    throw problem;
  }
}

// similar lists texts on the page that come near to what was looked for.
function similar(locator) {
  const wanted = (locator.candidates ?? []).flatMap((c) => [
    ...(c.text ?? []), ...(c.textPrefix ?? []), ...(c.label ?? []), ...(c.title ?? []), c.exact ?? '', c.handle?.name ?? '',
  ]).filter(Boolean).map(fold);
  const labelled = (locator.candidates ?? []).some((c) => isSet(c.label));
  const near = new Map();
  for (const el of queryAll(document, labelled ? 'label' : PRESSABLE)) {
    const text = short(labelled ? labelText(el) : texts(el)[0], 60);
    if (text && !near.has(text) && visible(el)) near.set(text, likeness(fold(text), wanted));
  }
  return [...near].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([text]) => text);
}

// likeness is the best share of common letter pairs with one of the wanted.
function likeness(text, wanted) {
  const pairs = (s) => new Set([...s].slice(1).map((c, i) => [...s][i] + c));
  const own = pairs(text);
  return Math.max(0, ...wanted.map((w) => {
    const other = pairs(w);
    const common = [...own].filter((pair) => other.has(pair)).length;
    return (2 * common) / (own.size + other.size || 1);
  }));
}
