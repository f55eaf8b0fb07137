// Every control of the content's form that a person can see, with what it
// holds. Passwords are left out. The Change Center and the toolbar do not count.
(lib) => {
  const controls = [];
  for (const el of document.querySelectorAll('input, select, textarea')) {
    if (!lib.visible(el) || ['password', 'submit', 'button', 'image'].includes(el.type)) continue;
    if (el.form && el.form.querySelector('input[name="changeCenter"]')) continue;
    const box = el.type === 'checkbox' || el.type === 'radio';
    const chosen = el.tagName === 'SELECT' ? Array.from(el.selectedOptions, (o) => lib.text(o)).join('\n') : el.value;
    controls.push({ name: el.id || el.name, value: box ? `${el.value}=${el.checked}` : chosen });
  }
  return controls;
}
