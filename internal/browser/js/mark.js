// Finding the parts of a page that differ each time, by what a person sees.

// visibleTexts lists the text nodes that are seen.
function visibleTexts() {
  const walker = doc.createTreeWalker(doc.documentElement, NodeFilter.SHOW_TEXT);
  const list = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() !== '' && node.parentElement && visible(node.parentElement)) list.push(node);
  }
  return list;
}

function rangeOf(node, start, end) {
  const range = doc.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

// place is a box in whole pixels of the picture.
function place(box) {
  const x = Math.max(0, Math.floor(box.left));
  const y = Math.max(0, Math.floor(box.top));
  return {x, y, width: Math.ceil(box.right) - x, height: Math.ceil(box.bottom) - y};
}

function seenBox(box) {
  return box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0;
}

// textMark is one match of a mark's pattern in one text.
function textMark(mark, node) {
  const match = new RegExp(mark.pattern, 'ud').exec(node.data);
  if (!match || match[0] === '') return null;
  const [start, end] = match.indices.groups?.part ?? match.indices[0];
  const row = mark.row ? node.parentElement.closest('tr') : null;
  const box = (row ?? rangeOf(node, start, end)).getBoundingClientRect();
  if (!seenBox(box) || (mark.top && box.top > mark.top)) return null;
  return {
    table: node.parentElement.closest('table'),
    found: {why: mark.why, ...place(box), text: squeeze(node.data), part: squeeze(node.data.slice(start, end))},
  };
}

function textMarks(mark, nodes) {
  const list = nodes.map((node) => textMark(mark, node)).filter(Boolean);
  const alike = (hit) => list.filter((other) => other.table && other.table === hit.table).length;
  return list.filter((hit) => !mark.alike || alike(hit) >= mark.alike).map((hit) => hit.found);
}

// fieldText is what is seen of an element: of a control its value.
function fieldText(el) {
  if (isSecret(el)) return '';
  return squeeze(isA(el, 'input,textarea') ? el.value : el.innerText ?? '');
}

function elementMarks(mark) {
  const els = new Set((mark.elements.candidates ?? []).flatMap((candidate) => findAll(candidate)));
  return [...els].filter((el) => visible(el) && seenBox(el.getBoundingClientRect())).map((el) => {
    const text = fieldText(el);
    return {why: mark.why, ...place(el.getBoundingClientRect()), text, part: text};
  });
}

// marked lists what the marks find, in their order.
function marked(marks) {
  if (marks.length === 0) return [];
  const nodes = visibleTexts();
  return marks.flatMap((mark) => (mark.pattern ? textMarks(mark, nodes) : elementMarks(mark)));
}
