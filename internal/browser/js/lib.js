// The entry points, and the library that reading scripts get.

function notYet(reason) {
  return new Problem('notyet', {reason: String(reason)});
}

const lib = {
  find: (locator) => locate(locator).el,
  look: (locator) => look(locator)?.el ?? null,
  findAll: (candidate, root) => findAll(candidate, root),
  found: (locator) => {
    const {el, matched} = locate(locator);
    return seen(el, locator, matched);
  },
  seen: (el) => seen(el, null, []),
  text: (el) => squeeze(ownText(el)),
  value: openValue,
  brief, fold, plain, squeeze, decode, handle, handles, visible, enabled, editable, options, labels, attr, queryAll, notYet,
};

const operations = {
  find: ({locator}) => ({found: lib.found(locator)}),
  probe: ({locator}) => {
    const found = look(locator);
    return {found: found ? seen(found.el, locator, found.matched) : null};
  },
  aim, aimKey, fill, select, freeze, thaw, scrollBack,
  disarm: () => {
    const problem = armed?.problem;
    return {...disarm(), problem};
  },
  revealed: () => queryAll(document, 'input,textarea').some((el) => secrets.has(el) && el.type !== 'password'),
  complete: () => Promise.all([fontsReady(2000), ...queryAll(document, 'img').map((img) => img.decode().catch(() => null))]).then(() => null),
  alive: () => null,
  read: ({script, args}) => script(lib, args),
};

// report runs one operation and reports its outcome as plain data.
async function report(operation) {
  const answer = {url: String(location), loading: doc.readyState !== 'complete'};
  try {
    answer.value = await operation();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    answer.problem = problem.report();
  }
  return answer;
}

// WHOLE are the operations that judge what is in the page, or act on it. A page that
// comes a second time is in view again before all of it is there, and half a table
// reads like a short one; so they wait for the end of its text.
const WHOLE = new Set(['find', 'probe', 'aim', 'aimKey', 'fill', 'select', 'read']);

function perform(name, args) {
  if (WHOLE.has(name) && doc.readyState === 'loading') throw notYet('the page is still coming in');
  return operations[name](args);
}

globalThis.lockeditPage = {perform: (name, args) => report(() => perform(name, args))};
