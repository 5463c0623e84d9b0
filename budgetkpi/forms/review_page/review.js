(() => {
  "use strict";
  const one = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = one("filters"), outcome = one("outcome"), cause = one("cause"), word = one("word"), order = one("order");
  const count = form.querySelector("output");
  const projects = all("section.project").map((section) => ({
    section,
    line: document.querySelector(`.projects tr[data-p="${section.id}"]`),
    table: section.querySelector("table.rows"),
    rows: all("tbody[data-o]", section).map((row) => ({ row, text: null, causes: (row.dataset.c || "").split(" ") })),
  }));

  const textOf = (entry) => (entry.text ??= entry.row.textContent.toLowerCase());

  const apply = () => {
    const words = word.value.toLowerCase().split(/\s+/).filter(Boolean);
    const asked = Boolean(outcome.value || cause.value || words.length);
    let shown = 0;
    for (const project of projects) {
      const head = words.length ? project.line.cells[0].textContent.toLowerCase() : "";
      let here = 0;
      for (const entry of project.rows) {
        const fits = (!outcome.value || entry.row.dataset.o === outcome.value)
          && (!cause.value || entry.causes.includes(cause.value))
          && words.every((part) => textOf(entry).includes(part) || head.includes(part));
        entry.row.hidden = !fits;
        here += fits;
      }
      shown += here;
      project.section.hidden = project.line.hidden = asked && !here;
    }
    count.value = shown;
  };

  const number = (text, missing) => (text === undefined || text === "" ? missing : Number(text));
  const ways = {
    attainment: (a, b) => number(a.row.dataset.a, Infinity) - number(b.row.dataset.a, Infinity) || 0,
    lost: (a, b) => Number(b.row.dataset.l) - Number(a.row.dataset.l),
  };
  let ordered = false;
  const reorder = () => {
    ordered = order.value !== "table";
    for (const { table, rows } of projects) {
      if (!table) continue;
      const way = ways[order.value];
      for (const { row } of way ? [...rows].sort(way) : rows) table.append(row);
    }
  };

  const speak = () => {
    const lang = one("lang-en").checked ? "en" : "zh";
    document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
    for (const option of all("option")) option.textContent = option.dataset[lang];
  };

  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.closest("[hidden]")) { form.reset(); apply(); target.scrollIntoView(); }
  };

  const heads = all(".projects thead th"), body = document.querySelector(".projects tbody");
  const lines = [...body.rows];
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = lines.map((line) => {
        const cell = line.cells[place];
        return { line, key: cell.dataset.k === undefined ? null : Number(cell.dataset.k), text: cell.textContent };
      });
      const numbers = keyed.some(({ key }) => key !== null), sign = down ? -1 : 1;
      keyed.sort((a, b) => {
        if (!numbers) return sign * a.text.localeCompare(b.text, "zh", { numeric: true });
        if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
        return sign * (a.key - b.key);
      });
      body.append(...keyed.map(({ line }) => line));
    });
  });

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); if (ordered) reorder(); }));
  for (const control of [outcome, cause]) control.addEventListener("change", apply);
  word.addEventListener("input", apply);
  order.addEventListener("change", reorder);
  for (const radio of all("input[name=lang]")) radio.addEventListener("change", speak);
  window.addEventListener("hashchange", reveal);
  // A browser may remember what was chosen before.
  if (!document.querySelector("input[name=lang]:checked").defaultChecked) speak();
  if (outcome.value || cause.value || word.value) apply();
  if (order.value !== "table") reorder();
  reveal();
})();
