// Serves the Print buttons. They stand there from the beginning, so that nothing moves when this script has come.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
