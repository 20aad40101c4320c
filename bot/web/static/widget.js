// The widget: a launcher and a panel on any page, in a shadow tree that neither takes nor gives styles.
//
// /widget.js imports this module and starts it, once for each <script> of the page.

import { make, questionList } from "./answer.js";
import { isColour, wear } from "./colour.js";
import { converse, scrollTo } from "./conversation.js";

const NAME = "chuyi-widget";
// Where the panel fills the window and is modal; widget.css says the same.
const SMALL = matchMedia("(max-width: 30em), (max-height: 26em)");
const GREETING = 300; // characters
const LARGE = "chuyi-large-text";
const ICONS = {
  ask: "M4 5h16v11H9l-5 4z M8 9h8 M8 12.5h5",
  close: "M6 6l12 12 M18 6 6 18",
  anew: "M5 12a7 7 0 1 0 2-5 M7 3v4h4",
};
let sheets;

/**
 * Add a widget to the page.
 *
 * base: Chuyi's address; data: the data-… attributes of the script; served: what /widget.js brings:
 * styles (addresses of style sheets), words (texts by language), examples (questions with their document).
 */
export async function start(base, data, served) {
  const options = optionsOf(data);
  sheets ??= Promise.all(served.styles.map((address) => sheetOf(base + address)));
  const adopted = await sheets;
  if (!customElements.get(NAME)) customElements.define(NAME, ChuyiWidget);
  const widget = document.createElement(NAME);
  widget.setUp(base, options, served, adopted);
  if (!document.body) await new Promise((ready) => document.addEventListener("DOMContentLoaded", ready));
  document.body.append(widget);
}

/** Return a style sheet as an object: a page's Content-Security-Policy has nothing to say about those. */
async function sheetOf(address) {
  const response = await fetch(address, { credentials: "omit" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await response.text());
  return sheet;
}

class ChuyiWidget extends HTMLElement {
  /** Build what the widget shows; called once, before it is put into the page. */
  setUp(base, options, served, adopted) {
    const words = served.words[options.language];
    this.options = options;
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = adopted;
    this.launcher = make("button", {
      type: "button", class: "launcher", "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog",
    }, icon("ask"), make("span", {}, words.title));
    this.box = make("textarea", {
      id: "question", name: "q", rows: "1", maxlength: "500", placeholder: words.placeholder, enterkeyhint: "send",
      autocomplete: "off",
    });
    this.panel = this.panelView(base, words, examplesFor(served.examples, options.documents));
    this.frame = make("div", { class: "chuyi", lang: options.language === "zh" ? "zh-CN" : "en" },
      this.launcher, this.panel);
    this.root.append(this.frame);
    this.listen();
  }

  panelView(base, words, examples) {
    const { greeting, documents } = this.options;
    const log = make("div", { class: "log", role: "log", "aria-live": "off", "aria-label": words.log, tabindex: "0" },
      make("p", { class: "greeting" }, greeting ?? words.greeting),
      examples.length > 0 && make("div", { class: "suggestions" },
        make("p", { class: "title" }, words.suggestions), questionList(examples)));
    const form = make("form", { class: "asking" },
      make("label", { for: "question", class: "visually-hidden" }, words.question), this.box,
      make("button", { class: "send" }, words.send));
    const announcer = make("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    const show = (turn) => scrollTo(log, turn);
    const full = make("a", { target: "_blank", rel: "noopener" }, words.page);
    const talk = converse({ form, log, announcer, words, base, documents, newTab: true, full, show });
    this.large = button("large", words.large, {}, words.largeSign);
    return make("dialog", { id: "panel", class: "panel", "aria-labelledby": "title", tabindex: "-1" },
      make("div", { class: "bar" }, make("h2", { id: "title" }, words.title), this.large,
        button("anew", words.anew, { click: talk.restart }, icon("anew")),
        button("close", words.close, { click: () => this.close() }, icon("close"))),
      log, form,
      make("p", { class: "foot" }, words.foot, " ", full), announcer);
  }

  listen() {
    this.launcher.addEventListener("click", () => (this.panel.open ? this.close() : this.open()));
    this.large.addEventListener("click", () => {
      const large = !this.frame.classList.contains("large");
      this.enlarge(large);
      remember(large);
    });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      this.close();
    });
    this.panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    // What is typed here is no shortcut of the page's; outside the shadow tree it would not look like typing.
    for (const kind of ["keydown", "keypress", "keyup"]) {
      this.root.addEventListener(kind, (event) => event.stopPropagation());
    }
  }

  connectedCallback() {
    this.popover = "manual"; // in the top layer nothing of the page covers, clips or moves it
    this.showPopover?.();
    this.place();
    this.paint();
    this.enlarge(remembered());
    // Opened for the visitor: the focus stays, and nothing that is read is covered.
    if (this.options.open && !SMALL.matches) this.open({ focus: false });
  }

  open({ focus = true } = {}) {
    for (const other of document.querySelectorAll(NAME)) if (other !== this) other.close({ focus: false });
    if (SMALL.matches) this.panel.showModal();
    else this.panel.open = true; // show() would move the focus
    this.launcher.setAttribute("aria-expanded", "true");
    if (focus) this.box.focus();
  }

  close({ focus = true } = {}) {
    if (!this.panel.open) return;
    this.panel.close();
    this.launcher.setAttribute("aria-expanded", "false");
    if (focus) this.launcher.focus();
    else this.root.activeElement?.blur();
  }

  /** Take a corner; above the widgets that are there already. */
  place() {
    const { position } = this.options;
    const before = [...document.querySelectorAll(NAME)].filter((one) => one !== this && one.options.position === position);
    this.frame.classList.add(position);
    this.frame.style.setProperty("--above", before.length);
  }

  /** Put on theme and colour; a page turned grey for a day of mourning turns this grey too. */
  paint() {
    const { theme, color } = this.options;
    if (theme !== "auto") this.frame.dataset.theme = theme;
    if (color) wear(this.frame, color, theme);
    const grey = [document.documentElement, document.body]
      .some((element) => getComputedStyle(element).filter.includes("grayscale(1"));
    this.frame.classList.toggle("grey", grey);
  }

  enlarge(large) {
    this.frame.classList.toggle("large", large);
    this.large.setAttribute("aria-pressed", String(large));
  }
}

function remember(large) {
  try {
    localStorage.setItem(LARGE, large ? "1" : "");
  } catch {
    // a page may forbid it; then it holds for this page only
  }
}

function remembered() {
  try {
    return localStorage.getItem(LARGE) === "1";
  } catch {
    return false;
  }
}

function button(name, label, listeners, content) {
  const made = make("button", { type: "button", class: `tool ${name}`, "aria-label": label, title: label }, content);
  for (const [event, listener] of Object.entries(listeners)) made.addEventListener(event, listener);
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/** Return up to four questions that the documents chosen can answer. */
function examplesFor(examples, documents) {
  return examples
    .filter(({ document }) => !documents || documents.includes(document))
    .slice(0, 4)
    .map(({ question }) => question);
}

/** Read the data-… attributes; a value that is not valid is told of and left out. */
function optionsOf(data) {
  return {
    language: oneOf("language", data.language ?? "auto", ["auto", "zh", "en"]) === "auto" ? pageLanguage() : data.language,
    color: data.color && valid("color", data.color, isColour, "a colour such as #9b1c1c"),
    position: oneOf("position", data.position ?? "right", ["right", "left"]),
    theme: oneOf("theme", data.theme ?? "auto", ["auto", "light", "dark"]),
    documents: data.documents ? data.documents.split(/[\s,，]+/).filter(Boolean) : null,
    greeting: data.greeting && valid("greeting", data.greeting, ({ length }) => length <= GREETING, `at most ${GREETING} characters`),
    open: "open" in data && oneOf("open", data.open || "true", ["true", "false"]) === "true",
  };
}

function pageLanguage() {
  return /^en/i.test(document.documentElement.lang || navigator.language) ? "en" : "zh";
}

function oneOf(name, value, allowed) {
  if (allowed.includes(value)) return value;
  console.warn(`Chuyi: data-${name} must be one of ${allowed.join(", ")}, not “${value}”; using ${allowed[0]}`);
  return allowed[0];
}

function valid(name, value, isValid, expected) {
  if (isValid(value)) return value;
  console.warn(`Chuyi: data-${name} must be ${expected}, not “${value}”; leaving it out`);
  return undefined;
}
