// Every control of the content's forms that a person can see, with what it
// holds. Passwords are left out. The Change Center does not count. Unset are lists of
// which the page marks no option as chosen: a browser shows, and sends, the first that
// can be chosen. One without a value stands for nothing there, and a list that is
// disabled is not sent.
(lib) => {
  const unset = (el) => {
    if (el.localName !== 'select' || el.type !== 'select-one' || el.matches(':disabled')) return false;
    const options = [...el.options];
    const first = options.findIndex((option) => !option.matches(':disabled'));
    return first >= 0 && el.selectedIndex === first && options[first].value !== '' && !options.some((option) => option.defaultSelected);
  };
  const controls = [];
  for (const el of lib.queryAll(document, 'input, select, textarea')) {
    const type = lib.attr(el, 'type') || '';
    if (!lib.visible(el) || ['password', 'submit', 'button', 'image'].includes(type.toLowerCase())) continue;
    if (el.form && el.form.querySelector('input[name="changeCenter"]')) continue;
    const box = el.type === 'checkbox' || el.type === 'radio';
    const chosen = el.localName === 'select' ? [...el.selectedOptions].map(lib.text).join('\n') : lib.value(el);
    controls.push({
      name: lib.attr(el, 'id') || lib.attr(el, 'name') || '',
      value: box ? `${lib.value(el)}=${el.checked}` : chosen,
      form: [...el.ownerDocument.forms].indexOf(el.form),
      unset: unset(el),
    });
  }
  return controls;
}
