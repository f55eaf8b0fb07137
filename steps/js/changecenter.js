// What the Change Center shows: its two buttons, and what it says. That is its
// status paragraph; where that has no known class, all of the form's text but
// links and buttons. A sentence beside it counts as part of what it says, because
// it may name the holder of the lock; only the panel's own headings do not.
(lib, args) => {
  const button = (locator) => {
    const el = lib.look(locator);
    return { el, present: el !== null, enabled: el !== null && !el.disabled, text: el === null ? '' : lib.text(el) };
  };
  const save = button(args.save);
  const cancel = button(args.cancel);
  const status = lib.look(args.status);
  const any = save.el || cancel.el || status;
  const form = (any && any.closest('form')) ||
    lib.queryAll(document, 'form').find((f) => f.querySelector('input[name="changeCenter"]'));

  // sentences is the form's text without links, controls, and one element.
  const sentences = (without) => {
    if (!form) return '';
    const noise = new Set(lib.queryAll(form, 'a, button, input, select, script, style'));
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data;
      if (node.nodeType !== Node.ELEMENT_NODE || noise.has(node) || node === without || !lib.visible(node)) return ' ';
      return [...node.childNodes].map(walk).join('');
    };
    return lib.squeeze([...form.childNodes].map(walk).join(''));
  };
  const beside = sentences(status);
  const own = status === null ? beside : lib.text(status);
  const heading = ['', 'changecenter', 'viewchangesandrestarts'].includes(lib.fold(beside));
  const text = status !== null && !heading ? `${own} ${beside}` : own;
  return {
    savePresent: save.present, saveEnabled: save.enabled, saveText: save.text,
    cancelPresent: cancel.present, cancelEnabled: cancel.enabled, cancelText: cancel.text,
    statusPresent: text !== '', statusText: text,
  };
}
