// Buttons that put what stands in a field on the clipboard; without a script the field can be marked and copied by hand.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.textContent;
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without https browsers offer the old way alone.
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = words;
    }, 2000);
  });
}
