// Every control of the content's forms that a person can see, with what it
// holds. Passwords are left out. The Change Center does not count.
(lib) => {
  const controls = [];
  for (const el of lib.queryAll(document, 'input, select, textarea')) {
    const type = lib.attr(el, 'type') || '';
    if (!lib.visible(el) || ['password', 'submit', 'button', 'image'].includes(type.toLowerCase())) continue;
    if (el.form && el.form.querySelector('input[name="changeCenter"]')) continue;
    const box = el.type === 'checkbox' || el.type === 'radio';
    const chosen = el.localName === 'select' ? [...el.selectedOptions].map(lib.text).join('\n') : lib.value(el);
    controls.push({ name: lib.attr(el, 'id') || lib.attr(el, 'name') || '', value: box ? `${lib.value(el)}=${el.checked}` : chosen });
  }
  return controls;
}
