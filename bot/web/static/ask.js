// The ask page goes on in place: answers are added to the transcript, the address grows with the questions.

import { converse } from "./conversation.js";

const KEPT = 8; // questions in an address, as the server keeps them
const main = document.getElementById("content");
const form = document.getElementById("ask");
const hidden = (name) => [...form.querySelectorAll(`input[name="${name}"]`)];
const documents = hidden("document").map((input) => input.value);
const title = document.title.split(" · ").slice(-2).join(" · ");

let shown = location.search;

function answered({ question }) {
  main.classList.add("talking");
  const before = new URLSearchParams(location.search).getAll("q");
  const address = new URLSearchParams([
    ...[...before, question].slice(-KEPT).map((asked) => ["q", asked]),
    ...documents.map((id) => ["document", id]),
  ]);
  history.pushState(null, "", `/?${address}`);
  shown = location.search;
  document.title = `${question} · ${title}`;
}

function show(turn) {
  main.classList.add("talking");
  // On a phone the keyboard would hide the answer.
  if (matchMedia("(pointer: coarse)").matches) form.querySelector("textarea").blur();
  turn.scrollIntoView({ block: "start" });
}

converse({
  form,
  log: document.getElementById("transcript"),
  announcer: document.getElementById("announcer"),
  words: JSON.parse(document.getElementById("words").textContent),
  documents: documents.length > 0 ? documents : null,
  conversation: form.dataset.conversation || null,
  answered,
  show,
});
// An address holds its whole conversation: the server shows it again. A place on the page is no other address.
addEventListener("popstate", () => {
  if (location.search !== shown) location.reload();
});
