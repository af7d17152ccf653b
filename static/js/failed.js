// Says so when a part of the page could not be fetched, and offers to try again. What fetches itself anew takes the message away
// with its next success.
"use strict";

const told = document.getElementById("failed");
let last = null;

for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, (event) => {
    const { elt, target, requestConfig } = event.detail;
    last = { elt, target, requestConfig };
    if (told) told.hidden = false;
  });
}

document.addEventListener("htmx:afterOnLoad", () => {
  if (told) told.hidden = true;
});

told?.querySelector("button").addEventListener("click", () => {
  if (!last) return;
  const { verb, path, parameters } = last.requestConfig;
  window.htmx.ajax(verb, path, { source: last.elt, target: last.target, values: parameters });
});
