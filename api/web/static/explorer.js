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

/** The search field offers what may be meant while one types; arrows choose, Enter goes there, Escape puts it away. */
function makeSuggesting(form) {
  const field = form.querySelector("input[type=search]");
  const root = form.getAttribute("action").replace(/\/search$/, "");
  const [lang] = document.documentElement.lang.split("-");
  const list = document.createElement("ul");
  let timer, asked = 0;
  list.id = "suggested";
  list.className = "suggested";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.placeholder);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id,
    "aria-expanded": "false", autocomplete: "off" })) field.setAttribute(name, value);
  form.append(list);

  const options = () => [...list.children];
  const chosen = () => options().find((one) => one.getAttribute("aria-selected") === "true");
  const choose = (one) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === one));
    if (one) field.setAttribute("aria-activedescendant", one.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const show = (on) => {
    list.hidden = !on;
    field.setAttribute("aria-expanded", String(on));
    if (!on) choose(null);
  };
  const go = (one) => {
    const kept = new URLSearchParams(new FormData(form));
    kept.delete("q");
    if (one.dataset.path) location.href = `${root}${one.dataset.path}${kept.size ? `?${kept}` : ""}`;
    else { field.value = one.textContent; form.requestSubmit(); }
  };
  const fill = (found) => {
    list.replaceChildren(...found.map((one, index) => {
      const item = document.createElement("li");
      item.id = `suggested-${index}`;
      item.role = "option";
      item.dataset.path = one.href.replace(/^\/api\/v1/, "");
      item.textContent = one.text[lang];
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); go(item); });
      return item;
    }));
    choose(null);
    show(found.length > 0);
  };
  const ask = async () => {
    const turn = ++asked;
    const query = new URLSearchParams({ q: field.value });
    try {
      const answer = await fetch(`${root}/api/v1/suggestions?${query}`);
      if (answer.ok && turn === asked && document.activeElement === field) fill((await answer.json()).items);
    } catch { show(false); }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim()) timer = setTimeout(ask, 150);
    else { asked += 1; show(false); }
  });
  field.addEventListener("blur", () => show(false));
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const all = options();
    const at = all.indexOf(chosen());
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[(at <= 0 ? all.length : at) - 1]);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && at >= 0) go(all[at]);
    else return;
    event.preventDefault();
  });
}

document.querySelectorAll("form[role=search]").forEach(makeSuggesting);
document.querySelectorAll("table[data-sort]").forEach(makeSortable);
document.querySelectorAll("svg.network, svg.sankey").forEach(makeHoverable);
document.querySelectorAll("[data-copy]").forEach(makeCopying);
document.querySelectorAll("select[data-submit]").forEach((select) =>
  select.addEventListener("change", () => select.form.requestSubmit()));
