// What the page in view says about the configuration object it shows: its
// title, and the objects of the wanted type that its address and the forms of
// its content name.
(lib, args) => {
  const handles = [];
  const add = (address) => {
    const handle = lib.handle(address);
    if (handle !== null && handle.type === args.type) handles.push({ name: handle.name, type: handle.type });
  };
  add(location.href);
  for (const form of document.forms) {
    if (form.querySelector('input[name="changeCenter"]')) continue;
    if (form.querySelector('table a[href*="DispatcherPage"]')) continue;
    add(form.getAttribute('action') || '');
    for (const input of form.querySelectorAll('input[type="hidden"][name$="handle"]')) add(input.value);
  }
  return { title: document.title, url: location.href, headings: [], handles };
}
