// A page whose pictures nobody takes is laid out, but not drawn: what lets all light
// through is found by a mouse, and needs no pixels.
if (document.adoptedStyleSheets) {
  const unseen = new CSSStyleSheet();
  unseen.replaceSync('html{opacity:0!important}');
  document.adoptedStyleSheets.push(unseen);
}
