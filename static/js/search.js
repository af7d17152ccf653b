// In the search box and its suggestions: the arrow keys go up and down, Escape closes. Without this script Tab does the same.
"use strict";

const box = document.getElementById("search-all");
const found = document.getElementById("suggestions");

document.addEventListener("keydown", (event) => {
  if (!box || !found || !event.target.closest(".search")) return;
  if (event.key === "Escape") {
    found.replaceChildren();
    box.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const stops = [box, ...found.querySelectorAll("a")];
    const place = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (place >= 0 && place < stops.length) {
      event.preventDefault();
      stops[place].focus();
    }
  }
});
