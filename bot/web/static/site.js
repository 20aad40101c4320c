// Display settings without a new page: what the form in the masthead would do.
const root = document.documentElement;
const form = document.querySelector(".preferences");

const applied = {
  text: (value) => root.classList.toggle("large", value === "large"),
  theme: (value) => root.setAttribute("data-theme", value),
};
const opposite = { large: "normal", normal: "large", dark: "light", light: "dark" };

function isDark() {
  const chosen = root.getAttribute("data-theme");
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function show(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
  button.value = { text: pressed ? "normal" : "large", theme: pressed ? "light" : "dark" }[button.name];
}

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!applied[button?.name]) {
    form.elements.back.value = location.pathname + location.search;
    return;
  }
  event.preventDefault();
  applied[button.name](button.value);
  document.cookie = `chuyi_${button.name}=${button.value}; path=/; max-age=31536000; samesite=lax`;
  show(button, button.value === "large" || button.value === "dark");
});

const theme = form?.elements.theme;
if (theme) show(theme, isDark());
