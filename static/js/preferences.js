// Applies a chosen theme, or a folded navigation, without loading the page anew: what was typed stays. Without this script the
// form is sent as any other.
"use strict";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-preference]");
  const button = event.submitter;
  if (!form || !button) return;
  event.preventDefault();

  const { preference } = form.dataset;
  const chosen = button.value;
  document.documentElement.dataset[preference] = chosen;
  const body = new FormData(form, button);

  if (button.dataset.toggles) {
    button.value = button.dataset.toggles.split(" ").find((value) => value !== chosen);
  } else {
    for (const one of form.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
    form.hidePopover();
  }
  try {
    await fetch(form.action, { method: "POST", body, redirect: "manual" });
  } catch {
    // The page looks as wanted; this browser only does not remember it.
  }
});
