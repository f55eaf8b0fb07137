// Addresses and configuration handles, percent-encoded any number of times.

const ROUNDS = 8;

// decodeOnce decodes every run of percent escapes that is valid UTF-8 and
// leaves the others as they are.
function decodeOnce(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

// stages lists a text and each further round of decoding. Where plus is true, a
// plus sign of an encoded round stands for a blank, as in form encoding.
function stages(text, plus) {
  const list = [text];
  for (let i = 0; i < ROUNDS; i++) {
    const last = list.at(-1);
    const next = decodeOnce(plus && /%[0-9a-f]{2}/i.test(last) ? last.replaceAll('+', ' ') : last);
    if (next === last) break;
    list.push(next);
  }
  return list;
}

// decode decodes until nothing changes any more.
function decode(text) {
  return stages(String(text ?? ''), false).at(-1);
}

// handles lists the configuration objects that a text may name: usually one,
// two where a plus sign can be read both ways.
function handles(text) {
  const found = [];
  for (const plus of [false, true]) {
    const handle = handleIn(stages(String(text ?? ''), plus));
    if (handle && !found.some((h) => h.name === handle.name && h.type === handle.type)) found.push(handle);
  }
  return found;
}

// handle is the first configuration object that a text names, or null.
function handle(text) {
  return handles(text)[0] ?? null;
}

// handleIn takes the first round at which the handle can be read: decoding
// further would spoil a name that itself contains a percent sign.
function handleIn(rounds) {
  for (const text of rounds) {
    const handle = parseHandle(text);
    if (handle) return handle;
  }
  return null;
}

const OPENING = 'com.bea.console.handles.JMXHandle("';

// parseHandle reads com.bea.console.handles.JMXHandle("com.bea:Name=X,Type=Y").
function parseHandle(text) {
  for (let at = text.indexOf(OPENING); at >= 0; at = text.indexOf(OPENING, at + 1)) {
    const rest = text.slice(at + OPENING.length);
    const properties = parseObjectName(rest) ?? parseObjectName(unquoteJava(rest));
    if (properties && properties.Name !== undefined && properties.Type !== undefined) {
      return {name: properties.Name, type: properties.Type, properties};
    }
  }
  return null;
}

// unquoteJava resolves the escapes of a string literal up to its closing quote.
function unquoteJava(rest) {
  const literal = /^(?:[^"\\]|\\.)*"/su.exec(rest);
  if (!literal || !literal[0].includes('\\')) return '';
  return literal[0].slice(0, -1).replace(/\\(["\\])/gu, '$1') + '")';
}

// parseObjectName reads the key properties of a JMX object name of the domain
// com.bea that is followed by a closing quote and bracket. The grammar is that
// of javax.management.ObjectName: a value is plain or quoted.
function parseObjectName(text) {
  const domain = /^com\.bea:/u.exec(text);
  if (!domain) return null;
  const properties = {};
  let rest = text.slice(domain[0].length);
  for (;;) {
    const key = /^\s*([^,=:"*?\s]+)=/u.exec(rest);
    if (!key) return null;
    rest = rest.slice(key[0].length);
    const value = parseValue(rest);
    if (!value || key[1] in properties) return null;
    properties[key[1]] = value.text;
    rest = rest.slice(value.length);
    if (rest.startsWith('")')) return properties;
    if (!rest.startsWith(',')) return null;
    rest = rest.slice(1);
  }
}

// parseValue reads one value of a key property.
function parseValue(rest) {
  const quoted = /^"((?:[^"\\]|\\.)*)"(?=,|"\))/su.exec(rest);
  if (quoted) return {text: unquoteJMX(quoted[1]), length: quoted[0].length};
  const bare = /^[^",=:*?\n]*/u.exec(rest)[0];
  return bare ? {text: bare, length: bare.length} : null;
}

function unquoteJMX(text) {
  return text.replace(/\\(["*?\\n])/gu, (_, c) => (c === 'n' ? '\n' : c));
}
