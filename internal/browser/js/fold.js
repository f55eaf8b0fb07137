// Comparison of words that a console writes in many ways.

const DASHES = /[\p{Pd}\u00ad\u2043\u2212]/gu;
const BLANKS = /[\s\u180e\u200b-\u200d\u2060\ufeff]/gu;

// fold drops what differs between versions and languages of the same label:
// case, width, hyphens, blanks, the star of a required field and a final colon.
function fold(text) {
  return String(text ?? '').normalize('NFKC').toLowerCase()
    .replace(DASHES, '').replace(BLANKS, '').replace(/^\*+|[:*]+$/gu, '');
}

const foldedWords = new Map();

// foldWord is fold for the words of a locator, which meet every element.
function foldWord(word) {
  if (!foldedWords.has(word)) foldedWords.set(word, fold(word));
  return foldedWords.get(word);
}

// plain is a text with ordinary blanks and none at its ends.
function plain(text) {
  return String(text ?? '').replace(/\u00a0/g, ' ').trim();
}

// squeeze is plain with runs of blanks made one blank, as a page shows them.
function squeeze(text) {
  return plain(text).replace(/\s+/gu, ' ');
}

// short keeps a text fit for one line of an error.
function short(text, limit = 80) {
  const flat = squeeze(text);
  return flat.length > limit ? flat.slice(0, limit - 1) + '…' : flat;
}
