// The table in view that lists configuration objects of one type: its headers,
// its rows in page order, and the texts that say which part of it is shown.
// Rows are known by the object that their link names, never by their number. A
// row whose object has a name that cannot be read out of the link still counts as
// one, under the link's text; it can be seen and never opened.
(lib, args) => {
  const readable = (link) => lib.handles(lib.attr(link, 'href'))
    .find((h) => h.type === args.type && lib.squeeze(h.name) === lib.text(link));
  const mentions = (address, link) => address.includes(`Type=${args.type}"`) && address.includes(`Name=${lib.text(link)},`);
  const unreadable = (link) => {
    const address = lib.decode(lib.attr(link, 'href'));
    return lib.handles(address).length === 0 && mentions(address, link) ? { name: lib.text(link), unreadable: true } : undefined;
  };
  const named = (link) => readable(link) || unreadable(link);
  const groups = new Map();
  for (const link of lib.queryAll(document, 'table tr a[href]')) {
    const handle = lib.visible(link) ? named(link) : undefined;
    if (!handle) continue;
    const tr = link.closest('tr');
    const table = tr.closest('table');
    if (!groups.has(table)) groups.set(table, new Map());
    if (!groups.get(table).has(tr)) groups.get(table).set(tr, handle);
  }
  // Where several tables list such objects, the summary page's own is the one of
  // the class that such tables have.
  const own = [...groups].filter(([table]) => table.matches('.datatable'));
  const chosen = own.length > 0 ? own : [...groups];
  // A blank that does not break, between the thousands of a number, is kept as a mark.
  const thousands = /(\p{Nd})[\u00a0\u2009\u202f](?=\p{Nd}{3}(?!\p{Nd}))/gu;
  const numbers = (el) => (el.querySelector('script, style') ? lib.text(el) : lib.squeeze(el.textContent.replace(thousands, '$1’')));
  const navigation = [];
  for (const candidate of args.navigation) {
    for (const el of lib.findAll(candidate)) {
      const text = numbers(el);
      if (/\p{Nd}/u.test(text)) navigation.push(text);
    }
    if (navigation.length > 0) break;
  }
  const [table, rows] = chosen.length > 0 ? chosen[0] : [null, new Map()];
  const heads = table ? [...table.rows].filter((tr) => !rows.has(tr) && tr.cells.length > 1) : [];
  const head = heads.find((tr) => tr.querySelector('th[scope="col"]') || tr.closest('thead')) ||
    heads.find((tr) => [...tr.cells].every((cell) => cell.localName === 'th'));
  return {
    headers: head ? [...head.cells].map(lib.text) : [],
    rows: [...rows].map(([tr, handle]) => ({
      name: handle.name, unreadable: handle.unreadable === true, cells: [...tr.cells].map((td) => ({ id: lib.attr(td, 'id') || '', text: lib.text(td) })),
    })),
    navigation,
    tables: chosen.length,
  };
}
