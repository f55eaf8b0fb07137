// The table in view that lists configuration objects of one type: its headers,
// its rows in page order, and the texts that say which part of it is shown.
// Rows are known by the object that their link names, never by their number.
(lib, args) => {
  const named = (link) => lib.handles(lib.attr(link, 'href'))
    .find((h) => h.type === args.type && lib.squeeze(h.name) === lib.text(link));
  const groups = new Map();
  for (const link of lib.queryAll(document, 'table tr a[href]')) {
    const handle = lib.visible(link) ? named(link) : undefined;
    if (!handle) continue;
    const tr = link.closest('tr');
    const table = tr.closest('table');
    if (!groups.has(table)) groups.set(table, new Map());
    if (!groups.get(table).has(tr)) groups.get(table).set(tr, handle.name);
  }
  // Where several tables list such objects, the summary page's own is the one of
  // the class that such tables have.
  const own = [...groups].filter(([table]) => table.matches('.datatable'));
  const chosen = own.length > 0 ? own : [...groups];
  const navigation = [];
  for (const candidate of args.navigation) {
    for (const el of lib.findAll(candidate)) {
      const text = lib.text(el);
      if (/\d/.test(text)) navigation.push(text);
    }
    if (navigation.length > 0) break;
  }
  const [table, rows] = chosen.length > 0 ? chosen[0] : [null, new Map()];
  const head = table && [...table.rows].find((tr) => tr.querySelector('th[scope="col"]') || tr.closest('thead'));
  return {
    headers: head ? [...head.cells].map(lib.text) : [],
    rows: [...rows].map(([tr, name]) => ({
      name, cells: [...tr.cells].map((td) => ({ id: lib.attr(td, 'id') || '', text: lib.text(td) })),
    })),
    navigation,
    tables: chosen.length,
  };
}
