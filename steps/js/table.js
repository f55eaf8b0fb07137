// The table in view that lists configuration objects of one type: its headers,
// its rows in page order, and the texts that say which part of it is shown.
// Rows are known by the object that their link names, never by their number.
(lib, args) => {
  const groups = new Map();
  for (const link of document.querySelectorAll('table tr a[href]')) {
    if (!lib.visible(link)) continue;
    const handle = lib.handle(link.href);
    if (handle === null || handle.type !== args.type) continue;
    const tr = link.closest('tr');
    const table = tr.closest('table');
    if (lib.exact(link) !== lib.foldBlanks(handle.name)) continue;
    if (!groups.has(table)) groups.set(table, new Map());
    if (!groups.get(table).has(tr)) groups.get(table).set(tr, handle.name);
  }
  const navigation = [];
  for (const candidate of args.navigation) {
    for (const el of lib.findAll(candidate)) {
      const text = lib.text(el);
      if (/\d/.test(text)) navigation.push(text);
    }
    if (navigation.length > 0) break;
  }
  const [table, rows] = groups.size > 0 ? groups.entries().next().value
    : [document.querySelector('table.datatable'), new Map()];
  const cellsOf = (tr) => Array.from(tr.cells, (td) => ({ id: td.id, text: lib.exact(td) }));
  const head = table && Array.from(table.rows).find((tr) => tr.querySelector('th[scope="col"]') || tr.closest('thead'));
  return {
    headers: head ? Array.from(head.cells, (th) => lib.text(th)) : [],
    rows: Array.from(rows, ([tr, name]) => ({ name, cells: cellsOf(tr) })),
    navigation,
    tables: groups.size,
  };
}
