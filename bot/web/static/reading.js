// The reading page, with a script: copy buttons, the place in the outline, moving between what was found.
const text = document.getElementById("text");
const words = JSON.parse(text.dataset.words);
const announcer = document.getElementById("copied");
const outline = document.querySelector(".outline > details");
const wide = matchMedia("(min-width: 56rem)");
// A heading less far from the window's top, in pixels, is the one that is being read.
const READING_LINE = 120;

// -- copying ------------------------------------------------------------------------------------------

function button(label, name, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  if (name) made.setAttribute("aria-label", name);
  made.dataset.copy = action;
  return made;
}

/** Return the words of a clause, or what is selected in it, without what Chuyi added. */
function quoteOf(clause) {
  const selection = getSelection();
  if (!selection.isCollapsed && clause.contains(selection.anchorNode) && clause.contains(selection.focusNode)) {
    return plain(selection.getRangeAt(0).cloneContents()).trim();
  }
  const own = [...clause.querySelectorAll(":scope > p:not(.added), :scope > .run-in > *")];
  const parts = own.length ? own : [...clause.querySelectorAll(":scope > .heading")];
  return parts.map((part, n) => plain(part.cloneNode(true), n === 0).trim()).join("");
}

function plain(part, first = false) {
  if (first) part.querySelector(".number")?.remove();
  part.querySelectorAll(".added, .page-mark").forEach((added) => added.remove());
  return part.textContent;
}

/** Return a clause's citation as the server writes it: 《标题》（文号）二、（四）1.：“…”. */
function citationOf(clause, name) {
  const quote = quoteOf(clause);
  return `${text.dataset.prefix}${name}${quote ? `：“${quote}”` : ""}`;
}

function addressOf(clause) {
  return `${location.origin}${location.pathname}#${clause.id}`;
}

async function copy(value, said) {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    // No permission, or no secure context.
    if (!copyThroughField(value)) return showByHand(value);
  }
  announcer.textContent = said;
  clearTimeout(copy.timer);
  copy.timer = setTimeout(() => { announcer.textContent = ""; }, 4000);
}

function copyThroughField(value) {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = value;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}

function showByHand(value) {
  const dialog = document.createElement("dialog");
  dialog.className = "by-hand";
  const field = document.createElement("textarea");
  field.value = value;
  field.readOnly = true;
  field.setAttribute("aria-label", words.byHand);
  const close = button(words.close, "", "close");
  close.className = "button";
  close.addEventListener("click", () => dialog.close());
  dialog.append(words.byHand, field, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.select();
}

for (const tools of text.querySelectorAll(".tools")) {
  const name = tools.dataset.name;
  const link = button(words.link, words.linkOf.replace("{name}", name), "link");
  const cite = button(words.cite, words.citeOf.replace("{name}", name), "cite");
  tools.replaceChildren(link, cite);
}

// A press on a button would take the selection away that is to be cited.
text.addEventListener("pointerdown", (event) => {
  if (event.target.closest(".tools")) event.preventDefault();
});
text.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-copy]");
  const clause = event.target.closest(".clause");
  if (pressed?.dataset.copy === "link") copy(addressOf(clause), words.copiedLink);
  else if (pressed?.dataset.copy === "cite") {
    const name = pressed.closest(".tools").dataset.name;
    copy(citationOf(clause, name === words.this ? "" : name), words.copiedCite);
  } else if (pressed?.dataset.copy === "shown") {
    copy(pressed.closest(".cited-box").querySelector(".citation").textContent, words.copiedCite);
  } else if (!event.target.closest("a, button, summary") && getSelection().isCollapsed) activate(clause);
});

/** Show the buttons of the clause that was tapped, and of no other. */
function activate(clause) {
  const active = text.querySelector(".clause.active");
  active?.classList.remove("active");
  if (clause && clause !== active) clause.classList.add("active");
}

const shown = text.querySelector(".cited-box");
if (shown) {
  const made = button(words.copy, "", "shown");
  made.className = "button primary";
  shown.querySelector(".cited-tools").prepend(made);
}
document.querySelector(".hint").hidden = false;

const links = document.querySelector(".links");
if (links) {
  const print = button(words.print, "", "print");
  print.addEventListener("click", () => window.print());
  links.append(print);
}

// -- places -------------------------------------------------------------------------------------------

function reveal(element, block = "start") {
  for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  element.scrollIntoView({ block });
}

/** Go where the address points; a clause that is gone leads to the nearest one above it. */
function goToAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = document.getElementById(id);
  const notice = document.getElementById("lost");
  notice.hidden = true;
  if (target) return reveal(target);
  if (!/^\d+(\.\d+)*$/.test(id)) return;
  const parts = id.split(".");
  let above = null;
  while (parts.length > 1 && !above) {
    parts.pop();
    above = document.getElementById(parts.join("."));
  }
  notice.hidden = false;
  notice.textContent = above ? notice.dataset.nearest : notice.dataset.nowhere;
  if (above) above.before(notice);
  reveal(notice);
}

function begin() {
  const cited = text.querySelector("mark.cited");
  if (cited) reveal(cited, "center");
  else goToAddress();
}

addEventListener("hashchange", goToAddress);
if (document.readyState === "complete") begin();
else addEventListener("load", begin, { once: true });

// -- outline ------------------------------------------------------------------------------------------

function follow() {
  const entries = new Map([...outline.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const headed = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const current = outline.querySelector(".current");
  let marked = null;

  function mark() {
    const line = READING_LINE;
    let low = 0;
    let high = headed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (headed[middle].getBoundingClientRect().top <= line) low = middle + 1;
      else high = middle;
    }
    const link = entries.get(citedInView()) ?? (low ? entries.get(headed[low - 1].id) : null);
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    marked = link;
    current.textContent = link ? link.textContent.trim() : "";
    if (!link) return;
    link.setAttribute("aria-current", "location");
    for (let at = link.closest("li details"); at && outline.contains(at) && at !== outline;
      at = at.parentElement.closest("details")) at.open = true;
    if (wide.matches) keepInView(link);
  }

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
}

/** Return the id of the cited clause, or of the nearest one above it that has an entry, while it is in view. */
function citedInView() {
  const place = text.querySelector("mark.cited")?.getBoundingClientRect();
  if (!place || place.bottom < 0 || place.top > innerHeight) return null;
  const parts = text.querySelector("mark.cited").closest(".clause").id.split(".");
  while (parts.length > 1 && !outline.querySelector(`a[href="#${parts.join(".")}"]`)) parts.pop();
  return parts.join(".");
}

/** Scroll the outline, never the page, so that an entry is seen. */
function keepInView(link) {
  const box = outline.getBoundingClientRect();
  const entry = link.getBoundingClientRect();
  if (entry.top < box.top || entry.bottom > box.bottom) {
    outline.scrollTop += entry.top - box.top - box.height / 3;
  }
}

if (outline) {
  const fit = () => { outline.open = wide.matches; };
  fit();
  wide.addEventListener("change", fit);
  outline.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) outline.open = false;
  });
  follow();
}

// -- what was found -----------------------------------------------------------------------------------

const found = [...text.querySelectorAll("mark.found")];
if (found.length) {
  let at = -1;
  const finder = document.createElement("div");
  finder.className = "finder";
  finder.setAttribute("role", "group");
  finder.setAttribute("aria-label", document.querySelector(".results").getAttribute("aria-label"));
  const tally = document.createElement("span");
  tally.setAttribute("role", "status");
  const step = (by) => {
    found[at]?.classList.remove("here");
    at = (at + by + found.length) % found.length;
    found[at].classList.add("here");
    tally.textContent = words.at.replace("{n}", at + 1).replace("{of}", found.length);
    reveal(found[at], "center");
  };
  const previous = button(words.previous, "", "previous");
  const next = button(words.next, "", "next");
  previous.className = next.className = "button";
  previous.addEventListener("click", () => step(at < 0 ? 0 : -1));
  next.addEventListener("click", () => step(1));
  finder.append(tally, previous, next);
  document.getElementById("content").append(finder); // inside a landmark
}
