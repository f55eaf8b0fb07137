// The console's messages on the page in view. Only the class of a success is
// proven; the others follow its pattern.
(lib) => {
  const messages = [];
  for (const el of document.querySelectorAll('[class*="message_"]')) {
    if (!lib.visible(el)) continue;
    const match = /message_([A-Za-z]+)/.exec(el.className);
    const kind = match ? match[1].toLowerCase() : 'info';
    const known = { success: 'success', warning: 'warning', error: 'error', fatal: 'error', failure: 'error' };
    const text = lib.text(el);
    if (text !== '') messages.push({ kind: known[kind] || 'info', text });
  }
  return messages;
}
