// Lets a file be dropped anywhere on the frame of a file field. Without this script the field works as it is.
"use strict";

for (const frame of document.querySelectorAll("[data-drop]")) {
  const field = frame.querySelector('input[type="file"]');
  const mark = (over) => frame.classList.toggle("drop-over", over);

  frame.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  frame.addEventListener("dragleave", () => mark(false));
  frame.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length === 0) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
