// What the Change Center shows: its two buttons, and what it says. That is its
// status paragraph; where that has no known class, all of the form's text but
// links and buttons. What stands beside it may name the holder of the lock, and
// is told apart from it; only the panel's own headings are left out. Where buttons or
// a status stand outside the form, all that they have in common with it counts, unless
// that is more than the panel.
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

  const statuses = lib.queryAll(document, '.changeliststatus').filter(lib.visible);
  const parts = [save.el, cancel.el, status, ...statuses].filter((el) => el !== null);
  const panel = () => {
    let around = form || parts[0] || null;
    while (around && !parts.every((el) => around.contains(el))) around = around.parentElement;
    const whole = !around || around === document.body || around.querySelector('[id$="Book"], input[name="nodeId"]') !== null;
    return whole ? form : around;
  };
  const root = panel();

  // sentences is the panel's text without links, controls, and one element, in whose place
  // a mark stands, and that of a further status elsewhere.
  const MARK = '\u0000';
  const sentences = (without) => {
    const elsewhere = statuses.filter((el) => el !== without && !(root && root.contains(el))).map(lib.text).join(' ');
    if (!root) return elsewhere;
    const noise = new Set(lib.queryAll(root, 'a, button, input, select, script, style'));
    const heading = (el) => ['changecenter', 'viewchangesandrestarts'].includes(lib.fold(lib.text(el)));
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data;
      if (node === without) return MARK;
      if (node.nodeType !== Node.ELEMENT_NODE || noise.has(node) || !lib.visible(node) || heading(node)) return ' ';
      return [...node.childNodes].map(walk).join('');
    };
    return `${[...root.childNodes].map(walk).join('')} ${elsewhere}`;
  };
  const parted = sentences(status).split(MARK);
  const beside = lib.squeeze(parted.join(' '));
  const own = status === null ? beside : lib.text(status);
  return {
    savePresent: save.present, saveEnabled: save.enabled, saveText: save.text,
    cancelPresent: cancel.present, cancelEnabled: cancel.enabled, cancelText: cancel.text,
    statusPresent: own !== '', statusText: own, besideText: status === null ? '' : beside,
    headText: parted.length > 1 ? lib.squeeze(parted[0]) : '',
  };
}
