// What the Change Center shows: its two buttons, and its status paragraph; where
// that has no known class, all of the form's text but links and buttons.
(lib, args) => {
  const sentence = (el) => {
    const form = el && el.closest('form');
    if (!form) return null;
    const copy = form.cloneNode(true);
    for (const noise of lib.queryAll(copy, 'a, button, input, script, style, select')) noise.remove();
    return lib.text(copy) === '' ? null : copy;
  };
  const button = (locator) => {
    const el = lib.look(locator);
    return { el, present: el !== null, enabled: el !== null && !el.disabled, text: el === null ? '' : lib.text(el) };
  };
  const save = button(args.save);
  const cancel = button(args.cancel);
  const status = lib.look(args.status) || sentence(save.el || cancel.el);
  return {
    savePresent: save.present, saveEnabled: save.enabled, saveText: save.text,
    cancelPresent: cancel.present, cancelEnabled: cancel.enabled, cancelText: cancel.text,
    statusPresent: status !== null, statusText: status === null ? '' : lib.text(status),
  };
}
