// The ask page goes on in place: answers are added to the transcript, the address grows with the questions.

import { addressOf, converse } from "./conversation.js";

const main = document.getElementById("content");
const form = document.getElementById("ask");
const hidden = (name) => [...form.querySelectorAll(`input[name="${name}"]`)];
const documents = hidden("document").map((input) => input.value);
const title = document.title.split(" · ").slice(-2).join(" · ");

let shown = location.search;

function answered({ question }) {
  main.classList.add("talking");
  const before = new URLSearchParams(location.search).getAll("q");
  history.pushState(null, "", addressOf([...before, question], documents));
  shown = location.search;
  document.title = `${question} · ${title}`;
}

function show(turn) {
  main.classList.add("talking");
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
