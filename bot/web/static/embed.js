// /embed goes on in place: answers are added to the transcript that the server has made.

import { isColour, wear } from "./colour.js";
import { converse, scrollTo } from "./conversation.js";

const root = document.documentElement;
const form = document.getElementById("ask");
const log = document.getElementById("log");
const chosen = new URLSearchParams(location.search);
const colour = chosen.get("color") ?? "";

if (isColour(colour)) wear(root, colour, root.dataset.theme);
const documents = chosen.getAll("document");
converse({
  form,
  log,
  announcer: document.getElementById("announcer"),
  words: JSON.parse(document.getElementById("words").textContent),
  documents: documents.length > 0 ? documents : null,
  conversation: form.dataset.conversation || null,
  newTab: true,
  full: document.getElementById("full"),
  asked: chosen.getAll("q"),
  show: (turn) => scrollTo(log, turn),
});
