// What the Change Center shows: its two buttons, and its status paragraph.
(lib, args) => {
  const button = (locator) => {
    const el = lib.look(locator);
    return { el, present: el !== null, enabled: el !== null && !el.disabled, text: el === null ? '' : lib.text(el) };
  };
  const save = button(args.save);
  const cancel = button(args.cancel);
  const status = lib.look(args.status);
  return {
    savePresent: save.present, saveEnabled: save.enabled, saveText: save.text,
    cancelPresent: cancel.present, cancelEnabled: cancel.enabled, cancelText: cancel.text,
    statusPresent: status !== null, statusText: status === null ? '' : lib.text(status),
  };
}
