// The texts of the tabs in view, list by list, the outermost first: the links of
// the lists of tabs in the content, outside forms and the tool bar; and whether the
// first tab of a list is one of them, which the one that is open need not be.
(lib) => {
  const lists = lib.queryAll(document, '[id$="Book"] ul').filter((ul) =>
    !ul.closest('form') && !ul.closest('#topMenu') && lib.visible(ul) && ul.querySelector(':scope > li > a[href]'));
  return lists.map((ul) => ({
    first: ul.querySelector(':scope > li:first-child > a[href]') !== null,
    texts: lib.queryAll(ul, ':scope > li > a[href]').filter(lib.visible).map(lib.text).filter((text) => text !== ''),
  }));
}
