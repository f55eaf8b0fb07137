// What the page in view says about the configuration object it shows: its
// title, and the objects of the wanted type that its address and the forms of
// its content name, and those that its forms and tabs do. Each address can be read in
// more than one way.
(lib, args) => {
  const read = (address) => lib.handles(address || '').filter((h) => h.type === args.type).map((h) => h.name);
  const some = (addresses) => addresses.map(read).filter((readings) => readings.length > 0);
  const forms = lib.queryAll(document, 'form').filter((form) => !form.querySelector('input[name="changeCenter"]'))
    .map((form) => lib.attr(form, 'action'));
  const tabs = lib.queryAll(document, '[id$="Book"] ul > li > a[href]').filter((a) => !a.closest('form')).map((a) => lib.attr(a, 'href'));
  return { title: document.title, handles: some([location.href, ...forms]), drawn: some([...forms, ...tabs]) };
}
