// The texts of the tabs in view, list by list, the outermost first: the links of
// the lists of tabs in the content, outside the tree and the tool bar.
(lib) => {
  const lists = lib.queryAll(document, '[id$="Book"] ul').filter((ul) =>
    !ul.closest('form:has(input[name="nodeId"])') && !ul.closest('#topMenu') && lib.visible(ul) && ul.querySelector(':scope > li > a[href]'));
  return lists.map((ul) => lib.queryAll(ul, ':scope > li > a[href]').filter(lib.visible).map(lib.text).filter((text) => text !== ''));
}
