// What the Change Center shows: its two buttons, and what it says. That is its
// status paragraph; where that has no known class, all of the form's text but
// links and buttons. What stands beside it may name the holder of the lock, and
// is told apart from it; only the panel's own headings are left out.
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
    const heading = (el) => ['changecenter', 'viewchangesandrestarts'].includes(lib.fold(lib.text(el)));
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data;
      if (node.nodeType !== Node.ELEMENT_NODE || noise.has(node) || node === without || !lib.visible(node) || heading(node)) return ' ';
      return [...node.childNodes].map(walk).join('');
    };
    return lib.squeeze([...form.childNodes].map(walk).join(''));
  };
  const beside = sentences(status);
  const own = status === null ? beside : lib.text(status);
  return {
    savePresent: save.present, saveEnabled: save.enabled, saveText: save.text,
    cancelPresent: cancel.present, cancelEnabled: cancel.enabled, cancelText: cancel.text,
    statusPresent: own !== '', statusText: own, besideText: status === null ? '' : beside,
  };
}
