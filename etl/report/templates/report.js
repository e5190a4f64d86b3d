"use strict";
// Search, filters and sorting of the table, and evidence that is packed because there is much of it. The page is whole
// without this: it hides and orders what stands there already, and puts nothing in that is not in the file.
(() => {
  const PAGE = 50;
  const $ = (id) => document.getElementById(id);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;

  const partner = $("partner");
  const ledgers = [...document.querySelectorAll(".ledger")];
  const choose = () => {
    for (const one of ledgers) {
      one.hidden = partner.value !== "" && one.dataset.partner !== partner.value;
      one.open = partner.value !== "" && !one.hidden;
    }
  };
  if (partner) {
    partner.addEventListener("change", choose);
    choose();
  }

  const table = $("table");
  if (!table) return;
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language);
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const rows = [...table.tBodies].map((body, place) => {
    const { cells, textContent } = body.rows[0];
    const is = [body.dataset.is, cells[3].textContent, cells[4].firstChild.data]; // in the order of the filters
    return { body, place, cells, is, text: plain(textContent) };
  });
  const search = $("search");
  const filters = [...document.querySelectorAll("[data-filter]")];
  const more = $("more");
  const count = $("count");
  const form = search.form;
  let order = rows;
  let found = rows;
  let limit = PAGE;

  const made = (name, ...content) => {
    const element = document.createElement(name);
    element.append(...content);
    return element;
  };
  const shown = ({ body }) => {
    if (!body.querySelector("details")) {
      const cell = body.rows[1].cells[0];
      const told = cell.textContent.slice(0, cell.textContent.lastIndexOf(" · "));
      cell.replaceChildren(made("details", made("summary", `${table.dataset.evidence} `, made("small", told))));
    }
    return body;
  };
  const show = () => {
    table.replaceChildren(table.caption, table.tHead, ...found.slice(0, limit).map(shown));
    const words = found.length === rows.length ? count.dataset.all : count.dataset.some;
    let said = words.replace("{all}", numbers.format(rows.length)).replace("{some}", numbers.format(found.length));
    if (found.length > limit) said += ` · ${count.dataset.shown.replace("{shown}", numbers.format(limit))}`;
    count.textContent = said;
    more.parentElement.hidden = found.length <= limit;
  };
  const filter = () => {
    const wanted = plain(search.value).split(/\s+/).filter(Boolean);
    const exact = filters.map((one) => one.value);
    found = order.filter(
      ({ is, text }) => exact.every((value, one) => !value || is[one] === value) && wanted.every((word) => text.includes(word)),
    );
    limit = PAGE;
    show();
  };
  search.addEventListener("input", filter);
  for (const one of filters) one.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  const clear = () => {
    search.value = "";
    for (const one of filters) one.value = "";
    filter();
  };
  form.addEventListener("reset", (event) => (event.preventDefault(), clear()));
  more.addEventListener("click", () => {
    const next = found[limit];
    limit += PAGE;
    show();
    next.body.querySelector("summary").focus();
  });

  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = made("button", ...head.childNodes);
    button.type = "button";
    head.append(button);
    const isNumber = head.dataset.sort !== "text";
    const number = ({ dataset, textContent }) => parseFloat(dataset.v ?? textContent);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const next = isNumber ? (now === "descending" ? "ascending" : "descending") : now === "ascending" ? "descending" : "ascending";
      for (const one of heads) one.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", next);
      const turn = next === "ascending" ? 1 : -1;
      const key = {
        text: (row) => row.cells[column].textContent,
        number: (row) => number(row.cells[column]) || 0,
        place: (row) => -row.place, // the file has the largest first
      }[head.dataset.sort];
      const compare = isNumber ? (a, b) => a - b : collator.compare;
      order = rows
        .map((row) => [key(row), row])
        .sort(([a, one], [b, other]) => turn * compare(a, b) || one.place - other.place)
        .map(([, row]) => row);
      filter();
    });
  });

  // Each part holds the evidence of rows that follow each other: [first row, base64 of deflated [shared, rows]].
  const parts = JSON.parse($("evidence").textContent);
  const unpacked = new Map();
  const unpack = (part) => {
    if (!unpacked.has(part)) {
      const bytes = Uint8Array.from(atob(part[1]), (char) => char.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      unpacked.set(part, new Response(stream).json());
    }
    return unpacked.get(part);
  };
  const copier = (line) => {
    const button = made("button", table.dataset.copy);
    button.type = "button";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(line.textContent);
        button.textContent = table.dataset.copied;
      } catch {
        getSelection().selectAllChildren(line); // a browser that forbids it: marked, to be copied by hand
      }
    });
    return button;
  };
  const fill = async (row) => {
    if (!row.body.querySelector(".evidence")) {
      const part = parts.findLast(([first]) => first <= row.place);
      const [shared, pieces] = await unpack(part);
      const text = pieces[row.place - part[0]].map((one) => (typeof one === "number" ? shared[one] : one)).join("");
      const read = new DOMParser().parseFromString(text, "text/html");
      row.body.querySelector("details:not(:has(.evidence))")?.append(...read.body.childNodes);
    }
    for (const line of row.body.querySelectorAll("code.line:only-child")) line.after(" ", copier(line));
  };
  const of = new Map(rows.map((row) => [row.body, row]));
  table.addEventListener("toggle", (event) => event.target.open && fill(of.get(event.target.closest("tbody"))), true);

  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const row = id.startsWith("c-") && rows.find((one) => one.body.id === id);
    if (!row) return;
    if (!found.includes(row)) clear();
    limit = Math.max(limit, PAGE * Math.ceil((found.indexOf(row) + 1) / PAGE));
    show();
    const details = row.body.querySelector("details");
    details.open = true;
    row.body.scrollIntoView();
    details.firstElementChild.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  for (const one of document.querySelectorAll("[data-search]")) {
    one.addEventListener("click", () => {
      clear();
      search.value = one.dataset.search;
      filter();
      $("commitments").scrollIntoView();
      search.focus({ preventScroll: true });
    });
  }
  let before = PAGE;
  addEventListener("beforeprint", () => ([before, limit] = [limit, Infinity], show()));
  addEventListener("afterprint", () => ((limit = before), show()));
  show();
  reveal();
})();
