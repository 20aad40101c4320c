// An answer of POST /api/v1/ask becomes elements: figure, sentence, quotes with their places, what is missing.
//
// Used by the ask page, by /embed and by the widget. Every text goes in as text, never as HTML.
// Buttons and links carry data-ask (a question) or data-helpful; conversation.js acts on them.

const SHOWN = 3; // citations before the rest is folded
const LONG = 80; // code points of a sentence that is too much to be printed bold
const EXCERPT = 120; // code points of a clause that only comes near
const LINE_BREAK = /\s*\n\s*(?:[#>]+[ \t]*)?/g;
const DIGIT = /[0-9０-９.]/;
const LATIN = /[0-9A-Za-z]/;

/** Return a new element; children are elements or text, those that are empty are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child));
  return element;
}

/**
 * Return an answer as an element.
 *
 * words: the texts of the interface; base: Chuyi's address without a slash at its end, "" on its own
 * pages; newTab: whether links leave the page as it is.
 */
export function answerView(answer, { words, base = "", newTab = false }) {
  const show = { words, base, newTab };
  const cited = answer.citations.map((citation, n) =>
    citationView(citation, quoteView(citation.quote, figuresOf(answer, n)), show));
  const near = answer.nearest.map((citation) =>
    citationView(citation, make("blockquote", { lang: "zh" }, excerpt(citation.quote)), show));
  return make("article", { class: `answer ${answer.status}`, "data-answer": answer.id },
    figureView(answer, words),
    make("p", { class: [...answer.answer].length > LONG ? "said long" : "said", lang: answer.language }, answer.answer),
    missingView(answer, words),
    folded(cited, words),
    near.length > 0 && titled("nearest", words.nearest, make("ul", { class: "citations" }, ...near)),
    suggestionsView(answer.suggestions, words),
    helpfulView(words));
}

/** Return what is read aloud when an answer has come: its sentence, and the place it stands in. */
export function spoken(answer, words) {
  const first = answer.citations[0];
  return first ? `${answer.answer} ${words.source}${first.label} ${named(first.title)}` : answer.answer;
}

/** Return the address of a quote on the reading page, where it is shown highlighted. */
export function placeAddress(citation, base) {
  const [path, anchor] = citation.url.split("#");
  return `${base}${path}?from=${citation.start}&to=${citation.end}#${anchor}`;
}

function figuresOf(answer, citation) {
  return answer.facts.filter((fact) => fact.citation === citation && !fact.derived).map((fact) => fact.text);
}

/** Show the figure large; several that stand side by side as a list with what each counts. */
function figureView({ facts, citations }, words) {
  if (facts.length === 0) return null;
  const total = facts.findLast((fact) => fact.derived);
  if (total) {
    const value = `${total.value.toLocaleString("en")} ${total.unit}`;
    return make("p", { class: "figure", lang: "zh" }, make("strong", {}, value), make("small", {}, words.derived));
  }
  if (facts.length === 1) return make("p", { class: "figure", lang: "zh" }, ...written(facts[0]));
  const differ = new Set(citations.map((citation) => citation.title)).size > 1;
  const items = facts.map((fact) =>
    make("li", {}, make("span", { class: "figure" }, ...written(fact)),
      make("span", {}, fact.subject, differ && make("small", {}, named(citations[fact.citation].title)))));
  return make("ul", { class: "figures", lang: "zh" }, ...items);
}

function written(fact) {
  const bound = fact.qualifier && !fact.text.includes(fact.qualifier) ? `（${fact.qualifier}）` : "";
  return [make("strong", {}, fact.text), bound && make("small", {}, bound)];
}

/** Show a quote with its figures marked and its broken lines joined. */
export function quoteView(quote, figures) {
  const element = make("blockquote", { lang: "zh" });
  let at = 0;
  for (const [start, end] of spansOf(quote, figures)) {
    if (start < at) continue;
    element.append(onOneLine(quote, at, start), make("mark", {}, onOneLine(quote, start, end)));
    at = end;
  }
  element.append(onOneLine(quote, at, quote.length));
  return element;
}

/** Return where figures stand in a quote, in order; 5 is not found inside 15. */
function spansOf(quote, figures) {
  const spans = [];
  for (const figure of figures.filter(Boolean)) {
    let start = quote.indexOf(figure);
    while (start > 0 && DIGIT.test(quote[start - 1])) start = quote.indexOf(figure, start + 1);
    if (start >= 0) spans.push([start, start + figure.length]);
  }
  return spans.sort((a, b) => a[0] - b[0]);
}

/** Return a part of a text without line breaks; only Latin words on both sides keep a blank. */
function onOneLine(text, start, end) {
  return text.slice(start, end).replace(LINE_BREAK, (found, at) => {
    const before = text[start + at - 1] ?? "";
    const after = text[start + at + found.length] ?? "";
    return LATIN.test(before) && LATIN.test(after) ? " " : "";
  });
}

function excerpt(quote) {
  const characters = [...onOneLine(quote, 0, quote.length)];
  return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT).join("")}……` : characters.join("");
}

function citationView(citation, quote, { words, base, newTab }) {
  const broken = citation.damage.map((kind) => words.damage[kind]).filter(Boolean);
  const place = make("a", {
    class: "place", href: placeAddress(citation, base),
    target: newTab && "_blank", rel: newTab && "noopener",
  }, make("span", { class: "label" }, citation.label), " ", named(citation.title),
  newTab && make("span", { class: "visually-hidden" }, words.newTab));
  return make("li", { class: "citation" },
    quote,
    make("p", { class: "source", lang: "zh" }, place),
    citation.headings.length > 0
      && make("p", { class: "headings", lang: "zh" }, citation.headings.map(oneLine).join(" › ")),
    broken.length > 0 && make("p", { class: "damaged" }, words.damaged, broken.join(words.joint)));
}

function oneLine(text) {
  return onOneLine(text, 0, text.length);
}

function named(title) {
  return /[《〈]/.test(title) ? title : `《${title}》`;
}

/** Show the first citations, and the others on demand. */
function folded(items, words) {
  if (items.length === 0) return null;
  const list = make("ul", { class: "citations" }, ...items.slice(0, SHOWN));
  const rest = items.slice(SHOWN);
  if (rest.length === 0) return list;
  const summary = make("summary", {}, words.more.replace("{n}", rest.length));
  const details = make("details", { class: "more" }, summary, make("ul", { class: "citations" }, ...rest));
  return make("div", {}, list, details);
}

function missingView({ missing, language }, words) {
  if (missing.length === 0) return null;
  const items = missing.map((word) => make("li", {}, word));
  return titled("missing", words.missing, make("ul", { lang: language }, ...items));
}

function suggestionsView(questions, words) {
  if (questions.length === 0) return null;
  return titled("suggestions", words.suggestions, questionList(questions));
}

/** Return questions as buttons that ask them. */
export function questionList(questions) {
  const items = questions.map((question) =>
    make("li", {}, make("button", { type: "button", "data-ask": question }, question)));
  return make("ul", { lang: "zh" }, ...items);
}

function helpfulView(words) {
  return make("div", { class: "helpful", role: "group", "aria-label": words.helpful },
    make("span", {}, words.helpful),
    make("button", { type: "button", "data-helpful": "yes" }, words.yes),
    make("button", { type: "button", "data-helpful": "no" }, words.no));
}

function titled(name, title, content) {
  return make("section", { class: name }, make("p", { class: "title" }, title), content);
}
