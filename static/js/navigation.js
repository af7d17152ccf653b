// Shows the entry of the current page in a navigation longer than the window.
"use strict";

const inner = document.querySelector(".nav-inner");
const current = inner?.querySelector("[aria-current]");
if (current) {
  const { top, bottom } = inner.getBoundingClientRect();
  const entry = current.getBoundingClientRect();
  if (entry.bottom > bottom) inner.scrollTop += entry.top - (top + bottom) / 2;
}
