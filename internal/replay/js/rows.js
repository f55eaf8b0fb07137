// Every visible table with rows of data: the titles of its columns, and the
// texts of its rows. Layout tables, which have no column titles, are left out.
(lib) => lib.queryAll(document, 'table').filter(lib.visible).map((table) => {
  const head = [...table.rows].find((tr) => tr.querySelector('th[scope="col"]') || tr.closest('thead'));
  if (!head) return null;
  const cells = (tr) => [...tr.cells].map(lib.text);
  const rows = [...table.rows].filter((tr) => tr !== head && !tr.querySelector('table') && lib.visible(tr));
  return { titles: cells(head).map((t) => t.replace(/[\u25b2\u25b3\u25bc\u25bd]/g, '').trim()), rows: rows.map(cells) };
}).filter(Boolean)
