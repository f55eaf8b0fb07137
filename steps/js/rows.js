// The rows of the page's own tables, each as the texts of its cells. Rows that
// hold another table and rows of headings are left out, and so is the column
// beside the content, known as what the Change Center and the tree share.
(lib) => {
  const aside = () => {
    const center = lib.queryAll(document, 'form').find((f) => f.querySelector('input[name="changeCenter"]'));
    const tree = lib.queryAll(document, 'form').find((f) => f.querySelector('input[name="nodeId"]'));
    let around = center || null;
    while (around && tree && !around.contains(tree)) around = around.parentElement;
    return around && tree && !around.querySelector('[id$="Book"]') ? around : center;
  };
  const beside = aside();
  const rows = [];
  for (const tr of lib.queryAll(document, 'table tr')) {
    if (tr.querySelector('table') || (beside && beside.contains(tr)) || !lib.visible(tr)) continue;
    const cells = [...tr.cells].filter((td) => td.localName === 'td').map(lib.text);
    if (cells.some((text) => text !== '')) rows.push(cells);
  }
  return rows;
}
