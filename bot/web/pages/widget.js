// Chuyi's widget. Options are data-… attributes of this script; the page /widget describes them.
{
  const served = {{ served | tojson }};
  const script = document.currentScript;
  if (!script) {
    console.error("Chuyi: load widget.js by a <script src> without type=module; its data-… attributes are the options");
  } else {
    const { origin } = new URL(script.src);
    import(origin + served.module)
      .then(({ start }) => start(origin, script.dataset, served))
      .catch((error) => console.error(
        `Chuyi: the widget could not be loaded from ${origin}; ` +
        `is ${location.origin} one of the origins in its config.toml, and does this page's policy allow ${origin}?`,
        error));
  }
}
