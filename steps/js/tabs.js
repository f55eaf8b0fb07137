// The texts of the sub-tabs in view: the links of the innermost list of tabs in
// the content, outside the tree and the tool bar.
(lib) => {
  const lists = lib.queryAll(document, '[id$="Book"] ul').filter((ul) =>
    !ul.closest('form:has(input[name="nodeId"])') && !ul.closest('#topMenu') && lib.visible(ul) && ul.querySelector(':scope > li > a[href]'));
  const innermost = lists[lists.length - 1];
  if (!innermost) return [];
  return lib.queryAll(innermost, ':scope > li > a[href]').filter(lib.visible).map(lib.text).filter((text) => text !== '');
}
