// What makes the pages better where scripts run; without them everything is still there.
"use strict";

/** Tables marked data-sort: a button in each head cell orders the rows, numbers as numbers. */
function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  if (heads.some((head) => head.colSpan > 1)) return;
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
      const rows = [...table.tBodies[0].rows].sort((a, b) => order.compare(value(a), value(b)));
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
    });
  });
}

/** Networks and flows: pointing at a thing lights what it is linked to. */
function makeHoverable(svg) {
  const links = [...svg.querySelectorAll("[data-a]")];
  const nodes = [...svg.querySelectorAll("[data-node]")];
  const light = (id) => {
    const near = new Set([id]);
    for (const link of links) {
      const on = link.dataset.a === id || link.dataset.b === id;
      link.classList.toggle("lit", on);
      link.classList.toggle("dim", !on);
      if (on) near.add(link.dataset.a).add(link.dataset.b);
    }
    for (const node of nodes) node.classList.toggle("dim", !near.has(node.dataset.node));
    svg.classList.add("hovering");
  };
  const dark = () => {
    svg.classList.remove("hovering");
    for (const part of [...links, ...nodes]) part.classList.remove("lit", "dim");
  };
  for (const node of nodes) {
    node.addEventListener("pointerenter", () => light(node.dataset.node));
    node.addEventListener("pointerleave", dark);
  }
}

/** Buttons marked data-copy put the text of the element they name on the clipboard. */
function makeCopying(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(document.getElementById(button.dataset.copy));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return;
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}

document.querySelectorAll("table[data-sort]").forEach(makeSortable);
document.querySelectorAll("svg.network, svg.sankey").forEach(makeHoverable);
document.querySelectorAll("[data-copy]").forEach(makeCopying);
document.querySelectorAll("select[data-submit]").forEach((select) =>
  select.addEventListener("change", () => select.form.requestSubmit()));
