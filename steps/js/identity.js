// What the page in view says about the configuration object it shows: its
// title, and the objects of the wanted type that its address and the forms of
// its content name. Each address can be read in more than one way.
(lib, args) => {
  const handles = [];
  const add = (address) => {
    const readings = lib.handles(address || '').filter((h) => h.type === args.type).map((h) => h.name);
    if (readings.length > 0) handles.push(readings);
  };
  add(location.href);
  for (const form of lib.queryAll(document, 'form')) {
    if (form.querySelector('input[name="changeCenter"]')) continue;
    add(lib.attr(form, 'action'));
  }
  return { title: document.title, handles };
}
