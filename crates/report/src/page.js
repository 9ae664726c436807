"use strict";
// A part of a figure that is chosen opens its panel and closes the others of the figure.
for (const figure of document.querySelectorAll("figure")) {
  const parts = figure.querySelectorAll("[data-panel]");
  const panels = figure.querySelectorAll("details.panel");
  const panel = (key) => document.getElementById(figure.id + "-" + key);
  const choose = (part) => {
    const chosen = panel(part.dataset.panel);
    const opens = !chosen.open;
    for (const other of panels) other.open = false;
    chosen.open = opens;
    mark();
    if (opens) chosen.scrollIntoView({ block: "nearest" });
  };
  const mark = () => {
    for (const part of parts) {
      const open = panel(part.dataset.panel).open;
      part.classList.toggle("chosen", open);
      part.setAttribute("aria-expanded", String(open));
    }
    figure.classList.toggle("choosing", Array.from(panels).some((panel) => panel.open));
  };
  for (const part of parts) {
    part.addEventListener("click", () => choose(part));
    part.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(part);
    });
  }
  for (const one of panels) one.addEventListener("toggle", mark);
  if (parts.length > 0) mark();
}
