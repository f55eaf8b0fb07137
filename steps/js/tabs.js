// The texts of the tabs in view, list by list, the outermost first: the links of
// the lists of tabs in the content, outside forms and the tool bar; and whether the
// first tab of a list is one of them, which the one that is open need not be: it may
// be no link, or one that leads nowhere.
(lib) => {
  const nowhere = (a) => a.matches(':is([href^="#"], [href^="javascript:void"]):not([onclick], :has([onclick]), [onclick] *)');
  const links = (ul, item) => lib.queryAll(ul, `:scope > ${item} > a[href]`).filter((a) => !nowhere(a));
  const lists = lib.queryAll(document, '[id$="Book"] ul').filter((ul) =>
    !ul.closest('form') && !ul.closest('#topMenu') && lib.visible(ul) && links(ul, 'li').length > 0);
  return lists.map((ul) => ({
    first: links(ul, 'li:first-child').length > 0,
    texts: links(ul, 'li').filter(lib.visible).map(lib.text).filter((text) => text !== ''),
  }));
}
