// The rows of the page's own tables, each as the texts of its cells. Rows that
// hold another table and rows of headings are left out, and so is the column
// beside the content, known as what the Change Center and the tree share, and the
// trail of pages that leads there from the home page.
(lib) => {
  const aside = () => {
    const center = lib.queryAll(document, 'form').find((f) => f.querySelector('input[name="changeCenter"]'));
    const tree = lib.queryAll(document, 'form').find((f) => f.querySelector('input[name="nodeId"]'));
    let around = center || null;
    while (around && tree && !around.contains(tree)) around = around.parentElement;
    const whole = around && (around === document.body || around.querySelector('[id$="Book"], table.datatable'));
    return around && tree && !whole ? around : center;
  };
  const beside = aside();
  // A trail is one cell of links with nothing but signs between them, of which one leads
  // to the home page, a table or the list itself: an object of a change does not. The
  // page in view may end it as mere text. It stands in no table of data, and with no
  // other row than such as hold a table or form themselves.
  const stations = /[?&]_pageLabel=(?:Home|CoreClusterClusterTablePage|MigratableTargetsConfigTablePage|ChangeManagementPage)/;
  const layout = (table) => !table.classList.contains('datatable') && table.querySelector('th') === null &&
    [...table.rows].filter((row) => row.querySelector('table, form') === null).length === 1;
  const trail = (tr) => {
    if (!layout(tr.closest('table'))) return false;
    const filled = [...tr.cells].filter((td) => lib.text(td) !== '');
    const links = lib.queryAll(tr, 'a[href]');
    if (filled.length !== 1 || links.length < 2 || !links.some((a) => stations.test(a.getAttribute('href')))) return false;
    const rest = links.reduce((text, a) => text.replace(lib.text(a), ''), lib.text(filled[0]));
    const words = rest.replace(/[^\p{L}\p{N} ]/gu, '').trim();
    return words === '' || lib.fold(document.title).startsWith(lib.fold(words));
  };
  const rows = [];
  for (const tr of lib.queryAll(document, 'table tr')) {
    if (tr.querySelector('table') || (beside && beside.contains(tr)) || !lib.visible(tr) || trail(tr)) continue;
    const cells = [...tr.cells].filter((td) => td.localName === 'td').map(lib.text);
    if (cells.some((text) => text !== '')) rows.push(cells);
  }
  return rows;
}
