// The console's messages on the page in view. Only the class of a success is
// proven; the other classes follow its pattern. What a page announces by role
// alone is kept for the reader and decides nothing.
(lib) => {
  const known = { success: 'success', warning: 'warning', error: 'error', fatal: 'error', failure: 'error' };
  const classed = [...document.querySelectorAll('[class*="message_"]')].filter(lib.visible);
  const announced = [...document.querySelectorAll('[role="alert"], [role="status"]')].filter(lib.visible)
    .filter((el) => !classed.some((other) => el.contains(other) || other.contains(el)));
  const messages = [];
  for (const el of [...classed, ...announced]) {
    const match = /message_([A-Za-z]+)/.exec(el.className);
    const kind = match ? match[1].toLowerCase() : 'info';
    const text = lib.text(el);
    if (text !== '') messages.push({ kind: known[kind] || 'info', text });
  }
  return messages;
}
