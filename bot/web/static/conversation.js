// A form and a transcript become a conversation with POST /api/v1/ask, here or on another origin.
//
// Works on elements that stand in the page already (ask page, /embed) and in the widget's shadow tree.
// Only finished answers and failures are announced; the transcript itself stays quiet.

import { answerView, make, spoken } from "./answer.js";

const PATIENCE = 30_000; // milliseconds until an answer is given up
const ABOVE = 12; // pixels left free above the turn that is shown
const KEPT = 8; // questions in an address, as the server keeps them
const BUSY = [502, 503, 504];

/**
 * Make a conversation of a form with a textarea.
 *
 * log: where turns are added; announcer: a polite live region; words: the texts of the interface;
 * base: Chuyi's address, "" on its own pages; documents: ids, or null for all; conversation: the state
 * after an answer that the page shows already; newTab: whether links open beside the page;
 * show: called with what has been added, to bring it into view; answered: called with each answer;
 * full: a link to the ask page that is kept pointing at this conversation, which has begun with `asked`.
 * Returns ask(question) and restart().
 */
export function converse({ form, log, announcer, words, base = "", documents = null,
  conversation = null, newTab = false, full = null, asked = [], answered = () => {},
  show = (turn) => turn.scrollIntoView({ block: "start" }) }) {
  const box = form.querySelector("textarea");
  const view = { words, base, newTab };
  let underWay = null;
  let questions = asked;
  const pointFull = () => full?.setAttribute("href", base + addressOf(questions, documents));
  pointFull();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(box.value);
  });
  box.addEventListener("keydown", (event) => {
    // Enter also ends the composition of a Chinese word; Safari tells that by 229 only.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  log.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ask], [data-helpful]");
    if (!button) return;
    event.preventDefault();
    if (button.dataset.ask) ask(button.dataset.ask);
    else judge(button, base, words);
  });

  /** Ask, unless an answer is awaited or there is nothing to ask. */
  function ask(question) {
    const trimmed = question.trim();
    if (underWay) return;
    if (!trimmed) {
      box.focus();
      return;
    }
    if (box.value.trim() === trimmed) box.value = "";
    if (matchMedia("(pointer: coarse)").matches) box.blur(); // a phone's keyboard would hide the answer
    const turn = make("div", { class: "turn", tabindex: "-1" },
      make("p", { class: "question", role: "heading", "aria-level": "2" }, make("span", { class: "visually-hidden" }, words.asked), trimmed));
    log.append(turn);
    answerIn(turn, trimmed);
  }

  /** Fill a turn with the answer, or with what went wrong and a button that tries again. */
  async function answerIn(turn, question) {
    const waiting = make("p", { class: "waiting" }, words.waiting, make("i", { "aria-hidden": "true" }));
    turn.querySelector(".failed")?.remove();
    turn.append(waiting);
    show(turn);
    const stop = new AbortController();
    underWay = stop;
    form.classList.add("busy");
    const result = await send(`${base}/api/v1/ask`, { question, conversation, documents }, stop);
    if (underWay !== stop) return; // begun anew meanwhile
    underWay = null;
    form.classList.remove("busy");
    if (result.value) {
      conversation = result.value.conversation;
      waiting.replaceWith(answerView(result.value, view));
      announcer.textContent = spoken(result.value, words);
      questions = [...questions, question];
      pointFull();
      answered(result.value);
      if (box.value.trim() === question) box.value = "";
    } else {
      waiting.replaceWith(failureView(result, words, () => {
        turn.focus({ preventScroll: true }); // the button goes away
        answerIn(turn, question);
      }));
      announcer.textContent = turn.querySelector(".failed p").textContent;
      if (!box.value) box.value = question;
    }
    show(turn);
  }

  /** Forget what was said; the next question stands for itself. */
  function restart() {
    underWay?.abort();
    underWay = null;
    conversation = null;
    questions = [];
    pointFull();
    form.classList.remove("busy");
    log.querySelectorAll(".turn").forEach((turn) => turn.remove());
    announcer.textContent = "";
    box.value = "";
    box.focus();
  }

  return { ask, restart };
}

/** Return the address of a conversation on the ask page, which answers it anew from its questions. */
export function addressOf(questions, documents) {
  const asked = questions.slice(-KEPT).map((question) => ["q", question]);
  const named = (documents ?? []).map((id) => ["document", id]);
  return `/?${new URLSearchParams([...asked, ...named])}`;
}

/** Bring a turn to the top of the box that it scrolls in, without moving the page around it. */
export function scrollTo(log, turn) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Where there is little height, the box around the transcript scrolls: talk.css.
  const low = getComputedStyle(log).overflowY === "visible";
  const top = turn.offsetTop + (low ? log.offsetTop : 0) - ABOVE;
  (low ? log.parentElement : log).scrollTo({ top, behavior: calm ? "auto" : "smooth" });
}

/** Post JSON; return {value} or {status, wait, detail}, status 0 when the server was not reached. */
async function send(address, body, stop = new AbortController()) {
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      signal: stop.signal,
    });
    if (response.status === 204) return { value: true };
    const value = await response.json();
    if (response.ok) return { value };
    return { status: response.status, detail: value.detail, wait: Number(response.headers.get("Retry-After")) };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** Say what went wrong and what to do; the button waits as long as the server asked for. */
function failureView({ status, detail, wait }, words, again) {
  const button = make("button", { type: "button", class: "again" }, words.again);
  button.addEventListener("click", again);
  if (status === 429) countDown(button, wait || 1, words);
  if (detail) console.error(`Chuyi: ${status}: ${detail}`);
  return make("div", { class: "failed" },
    make("p", {}, failureWords(status, wait, words)),
    status !== 422 && status !== 404 && button);
}

function failureWords(status, wait, words) {
  if (status === 0 || BUSY.includes(status)) return words.away;
  if (status === 429) return words.tooMany.replace("{n}", wait || 1);
  if (status === 422) return words.wrongQuestion;
  if (status === 404) return words.unknownDocument;
  return words.failed;
}

function countDown(button, seconds, words) {
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? words.againIn.replace("{n}", seconds) : words.again;
  if (seconds > 0) setTimeout(countDown, 1000, button, seconds - 1, words);
}

/** Keep whether an answer helped; a “no” may say why first. */
function judge(button, base, words) {
  const asked = button.closest(".helpful");
  const { answer } = asked.closest("[data-answer]").dataset;
  const status = make("span", { role: "status", tabindex: "-1" });
  const keep = async (helpful, comment, place) => {
    place.append(status);
    const address = `${base}/api/v1/answers/${encodeURIComponent(answer)}/feedback`;
    const { value } = await send(address, { helpful, comment });
    status.textContent = value ? words.thanks : words.notSent;
    if (!value) return;
    place.replaceWith(make("div", { class: "helpful" }, status));
    status.focus({ preventScroll: true }); // the buttons went away
  };
  if (button.dataset.helpful === "yes") {
    keep(true, "", asked);
    return;
  }
  const comment = make("textarea", { rows: "2", maxlength: "2000", "aria-label": words.comment, placeholder: words.comment });
  const form = make("form", { class: "helpful" }, comment, make("button", {}, words.sendComment));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(false, comment.value.trim(), form);
  });
  asked.replaceWith(form);
  comment.focus();
}
