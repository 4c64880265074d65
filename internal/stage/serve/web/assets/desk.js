// What the pages do beyond links and forms. All of it has a way without script.
"use strict";

// Marks in a text show their card beside them on pointing and on focus.
(() => {
  const tip = document.getElementById("tip");
  if (!tip) return;
  let shown = null;
  const hide = () => { tip.hidden = true; if (shown) shown.removeAttribute("aria-describedby"); shown = null; };
  const show = (mark) => {
    const card = document.getElementById(mark.dataset.card);
    if (!card) return;
    hide();
    tip.replaceChildren(...Array.from(card.cloneNode(true).childNodes).filter((n) => !n.id));
    tip.querySelectorAll("[id]").forEach((n) => n.removeAttribute("id"));
    tip.querySelectorAll("a").forEach((a) => a.replaceWith(...a.childNodes));
    tip.hidden = false;
    const at = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = Math.max(8, left) + window.scrollX + "px";
    const below = at.bottom + 8 + tip.offsetHeight < window.innerHeight || at.top < tip.offsetHeight + 16;
    tip.style.top = (below ? at.bottom + 8 : at.top - tip.offsetHeight - 8) + window.scrollY + "px";
    mark.setAttribute("aria-describedby", "tip");
    shown = mark;
  };
  for (const mark of document.querySelectorAll("[data-card]")) {
    mark.addEventListener("pointerenter", (e) => { if (e.pointerType !== "touch") show(mark); });
    mark.addEventListener("pointerleave", hide);
    mark.addEventListener("focus", () => show(mark));
    mark.addEventListener("blur", hide);
    mark.addEventListener("click", (e) => {
      if (e.pointerType === "touch" && shown !== mark) { e.preventDefault(); show(mark); }
    });
  }
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });
})();

// Keys of the review: a button or link with data-key is pressed by that key.
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, textarea, select, [contenteditable]")) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  const wanted = document.querySelector('[data-key="' + CSS.escape(e.key) + '"]');
  if (!wanted) return;
  e.preventDefault();
  if (wanted.dataset.focus) {
    const field = document.getElementById(wanted.dataset.focus);
    const box = field.closest("details");
    if (box) box.open = true;
    field.focus();
    return;
  }
  wanted.click();
});
