"use strict";
// All of the page's own behaviour. Texts reach the page through textContent alone; figures and orders come ready made:
// nothing is computed here but places of rows. Nothing is asked of a network and nothing is kept.
document.documentElement.classList.add("live"); // before the first row is laid out
document.addEventListener("DOMContentLoaded", () => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const read = (id) => JSON.parse(byId(id).textContent);
  const texts = read("texts");
  const book = read("book");
  const tags = all("[data-tongue][aria-pressed]").map((button) => button.lang);
  let tongue = Math.max(0, tags.indexOf(document.documentElement.lang));

  // --- texts -----------------------------------------------------------------------------------------------------------
  /** A text in the language of the moment: one that is the same in all, or one of several. */
  const told = (text) => (Array.isArray(text) ? text[tongue] : text ?? "");
  /** A word of the page, with what stands in its braces. */
  const word = (key, facts = {}) => told(book.words[key] ?? key).replace(/\{(\w+)[^}]*\}/g, (_, name) => facts[name] ?? "");
  /** An element with a class, attributes and children; texts become text nodes, nothing else. */
  function el(tag, css = "", attributes = {}, ...children) {
    const made = document.createElement(tag);
    if (css) made.className = css;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }
  const at = (places) => ({ style: Object.entries(places).map(([name, value]) => `--${name}:${value}`).join(";") });

  // --- language and colours ----------------------------------------------------------------------------------------------
  const charts = all("[data-chart]").map((figure) => {
    const drawn = figure.querySelector("div");
    const others = new Map(all("template", figure).map((one) => [Number(one.dataset.tongue), one.content]));
    return { drawn, others };
  });

  function speak(next) {
    if (next === tongue) return;
    for (const { drawn, others } of charts) {
      const kept = document.createDocumentFragment();
      kept.append(...drawn.childNodes);
      others.set(tongue, kept);
      drawn.append(others.get(next));
    }
    tongue = next;
    document.documentElement.lang = tags[next];
    for (const one of all("[data-t]")) one.textContent = texts[one.dataset.t][next];
    for (const name of ["aria-label", "placeholder", "label"]) {
      for (const one of all(`[data-t-${name}]`)) {
        const text = texts[one.getAttribute(`data-t-${name}`)][next];
        one.setAttribute(name, text);
        if (name === "label") one.textContent = text;
      }
    }
    for (const button of all("[data-tongue][aria-pressed]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.tongue) === next));
    }
    tellCount();
    drawBranches();
    drawHeat();
    if (opened) drawUnit(opened.data, opened.row);
    else document.title = title;
  }

  const title = document.title;
  all("[data-tongue][aria-pressed]").forEach((button) => button.addEventListener("click", () => speak(Number(button.dataset.tongue))));
  byId("theme").addEventListener("change", (event) => {
    if (event.target.value) document.documentElement.dataset.theme = event.target.value;
    else delete document.documentElement.dataset.theme;
  });

  // --- standings -------------------------------------------------------------------------------------------------------
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const table = byId("units");
  const heads = [...table.tHead.rows[0].cells];
  const idColumn = heads.findIndex((head) => head.classList.contains("c-id"));
  const nameColumn = heads.findIndex((head) => head.classList.contains("c-name"));
  const rows = all("tr[data-k]", table).map((row, place) => ({
    row, place, href: row.querySelector("a").getAttribute("href"), body: row.parentNode,
  }));
  const byHref = new Map(rows.map((one) => [one.href, one]));
  let order = rows;

  /** What a row is searched and sorted by, read once when it is first asked for. */
  function known(one) {
    if (!one.keys) {
      one.keys = one.row.dataset.k.split(",").map(Number);
      one.name = one.row.cells[nameColumn].textContent;
      one.id = one.row.cells[idColumn].textContent;
      one.found = plain(`${one.name}\n${one.id}`);
    }
    return one;
  }

  function compare(column, kind) {
    if (kind === "place") return (left, right) => left.keys[column] - right.keys[column];
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const name = column === idColumn ? "id" : "name";
    return (left, right) => collator.compare(left[name], right[name]);
  }

  function sort(column, kind, down) {
    const by = compare(column, kind);
    const bodies = new Map([...table.tBodies].map((body) => [body, []]));
    for (const one of rows) bodies.get(one.body).push(known(one));
    order = [];
    for (const [body, own] of bodies) {
      const without = kind === "place" ? own.filter((one) => one.keys[column] < 0) : [];
      const sorted = kind === "place" ? own.filter((one) => one.keys[column] >= 0) : [...own];
      sorted.sort((left, right) => (down ? by(right, left) : by(left, right)) || left.place - right.place);
      const here = [...sorted, ...without];
      body.append(...here.map((one) => one.row));
      order.push(...here);
    }
    heads.forEach((head, place) => {
      if (place === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    first = 0;
    drawHeat();
  }

  heads.forEach((head, column) => {
    const kind = head.dataset.sort;
    if (!kind) return;
    const button = el("button", "", { type: "button" }, [...head.childNodes]);
    head.append(button);
    // the best first: a rank rises, a score falls
    const begins = head.classList.contains("c-score") || head.classList.contains("c-earlier") ? "descending" : "ascending";
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      sort(column, kind, now ? now === "ascending" : begins === "descending");
    });
  });
  heads[0].setAttribute("aria-sort", "ascending");

  const filters = ["search", "by-group", "by-state", "by-grade"].map(byId);
  let shown = rows.length;

  function filter() {
    const [wanted, group, state, grade] = filters.map((one) => one?.value ?? "");
    const search = plain(wanted.trim());
    shown = 0;
    for (const one of rows) {
      const { g, s, q } = one.row.dataset;
      one.out = (group !== "" && g !== group) || (state !== "" && s !== state) || (grade !== "" && q !== grade)
        || (search !== "" && !known(one).found.includes(search));
      if (one.row.hidden !== one.out) one.row.hidden = one.out;
      if (!one.out) shown += 1;
    }
    for (const body of table.tBodies) body.hidden = !all("tr[data-k]", body).some((row) => !row.hidden);
    tellCount();
    first = 0;
    drawHeat();
  }

  function tellCount() {
    byId("count").textContent = shown ? word("count", { shown, all: rows.length }) : word("nothing");
  }

  for (const one of filters) one?.addEventListener("input", filter);

  // --- packed data -------------------------------------------------------------------------------------------------------
  async function unpacked(id) {
    const bytes = Uint8Array.from(atob(byId(id).textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }
  const chunks = new Map();
  function chunk(number) {
    if (!chunks.has(number)) chunks.set(number, unpacked(`chunk-${number}`));
    return chunks.get(number);
  }

  // --- heat map ----------------------------------------------------------------------------------------------------------
  const PAGE = 50;
  const map = byId("map");
  const branch = byId("branch");
  let matrix = null;
  let first = 0;

  const tops = () => book.headings.filter((heading) => heading.depth === 1);
  /** The columns of a choice: the top level, or a branch and what is right below it. */
  function columns() {
    const chosen = branch.value;
    const found = book.headings.map((heading, place) => ({ heading, place }));
    if (chosen === "") return found.filter(({ heading }) => heading.depth === 1);
    const above = book.headings[Number(chosen)];
    return found.filter(({ heading }) => heading.id === above.id || heading.parent === above.id);
  }

  function drawBranches() {
    const chosen = branch.value;
    const choices = book.headings.map((heading, place) => ({ heading, place })).filter(({ heading }) => !heading.leaf);
    branch.replaceChildren(
      el("option", "", { value: "" }, `${word("top")} (${tops().length})`),
      ...choices.map(({ heading, place }) => el("option", "", { value: place }, "　".repeat(heading.depth - 1) + heading.label)),
    );
    branch.value = chosen;
  }

  const share = (value) => `${value < 0 ? "−" : ""}${Math.trunc(Math.abs(value) / 10)}${value % 10 ? `.${Math.abs(value) % 10}` : ""}`;
  /** The class and the text of a cell; none is told by its colour alone. */
  function shade(cell) {
    if (cell === null) return ["absent", ""];
    if (cell === "n") return ["none", "／"];
    if (cell === "u") return ["open", "?"];
    if (typeof cell === "string") return [cell.startsWith("+") ? "added" : cell.startsWith("−") ? "taken" : "", cell];
    if (cell > 1000) return ["over", `${share(cell)}▲`];
    if (cell < 0) return ["under", `${share(cell)}▼`];
    return [`h${Math.floor(cell / 100)}`, share(cell)];
  }
  const named = { n: "state.not_applicable", u: "state.unscored" };

  function drawHeat() {
    if (!matrix) return;
    const kept = order.filter((one) => !one.out);
    const here = kept.slice(first, first + PAGE);
    const cols = columns();
    const head = el("tr", "", {}, el("th", "", { scope: "col" }, el("span", "", {}, told(texts[unitWord]))), cols.map(({ heading }) =>
      el("th", "", { scope: "col", title: heading.label }, el("span", "", {}, heading.label))));
    const body = here.map((one) => el("tr", "", {},
      el("th", "", { scope: "row" }, el("a", "", { href: one.href }, el("bdi", "", {}, known(one).name))),
      cols.map(({ place }) => {
        const cell = matrix[one.place][place];
        const [css, text] = shade(cell);
        return el("td", css, named[cell] ? { title: word(named[cell]), "aria-label": word(named[cell]) } : {}, text);
      })));
    map.replaceChildren(el("caption", "", {}, byId("heat-title").textContent), el("thead", "", {}, head), el("tbody", "", {}, body));
    byId("range").textContent = kept.length ? word("range", { from: first + 1, to: first + here.length, all: kept.length }) : word("nothing");
    byId("back").disabled = first === 0;
    byId("on").disabled = first + PAGE >= kept.length;
  }

  const unitWord = heads[nameColumn].querySelector("[data-t]")?.dataset.t ?? 0;
  branch.addEventListener("change", drawHeat);
  byId("back").addEventListener("click", () => { first = Math.max(0, first - PAGE); drawHeat(); });
  byId("on").addEventListener("click", () => { first += PAGE; drawHeat(); });

  // --- one unit ------------------------------------------------------------------------------------------------------------
  const place = byId("unit");
  let opened = null;
  let left = 0;

  const facts = (pairs, css) => el("dl", css, {}, pairs.map(([name, value]) => el("div", "", {}, el("dt", "", {}, told(name)), el("dd", "", {}, told(value)))));
  const heading = (key, facts) => el("h3", "", {}, word(key, facts));
  const way = (sign) => (sign < 0 ? "lost" : sign > 0 ? "won" : "same");
  const list = (parts, css = "plain") => el("ul", css, {}, parts.map((part) => el("li", "", {}, told(part))));
  const spaced = (parts) => parts.filter(Boolean).flatMap((part, number) => (number ? [" ", part] : [part]));

  function step(one) {
    const level = ["points", "total", "bounds"].includes(one.kind);
    const css = level ? `level ${one.kind}` : one.kind === "open" ? "open" : way(one.sign);
    const lane = one.sign || level || one.kind === "open" ? el("i", "", at({ a: one.a, b: one.b })) : null;
    return el("li", css, {}, el("span", "", {}, told(one.label)), el("span", "lane", { "aria-hidden": "true" }, lane), el("span", "value", {}, told(one.points)));
  }

  function waterfall(steps) {
    if (!steps) return [];
    const axis = steps.from ? el("p", "fine", {}, word("axis", { from: steps.from, to: steps.to })) : null;
    return [heading("way"), el("ol", "way", {}, steps.steps.map(step)), axis];
  }

  function item(one) {
    const fine = [
      one.rule ? `${word("rule")} ${one.rule}` : "",
      one.exact ? word("exact", { value: one.exact }) : "",
      one.records ? `${word("records")} ${one.records.join(word("listed"))}` : "",
      one.basis ? `${word("basis")} ${one.basis.join(word("joiner"))}` : "",
    ].filter(Boolean);
    return el("li", "", {}, el("b", `points ${way(one.sign)}`, {}, one.points), el("div", "reason", {},
      el("span", "tag", {}, word(one.kind)), told(one.reason),
      fine.length ? el("p", "fine", {}, spaced(fine.map((text) => el("span", "", {}, text)))) : null));
  }
  const items = (found) => (found ? el("ul", "items", {}, found.map(item)) : null);
  const owed = (found) => (found ? el("ul", "owed", {}, found.map((one) =>
    el("li", "", {}, el("span", "tag", {}, `${word("owed")} · ${word(one.kind)}`), told(one.text)))) : null);
  const notes = (found) => (found ? list(found, "plain fine") : null);

  /** The values that count in a folded table; `beside` is said beside its handle, or alone where there are none. */
  function values(unit, fields, key, beside = "") {
    const given = fields.filter((field) => unit.facts && unit.facts[field]);
    if (!given.length) return beside ? el("p", "fine", {}, beside) : null;
    const head = ["field", "value", "layer", "source", "evidence"].map((name) => el("th", "", { scope: "col" }, word(name)));
    return el("details", "", {}, el("summary", "fine", {}, word(key, { count: given.length }), beside && el("span", "beside", {}, beside)), el("table", "", {},
      el("thead", "", {}, el("tr", "", {}, head)),
      el("tbody", "", {}, given.map((field) => {
        const fact = unit.facts[field];
        return el("tr", "", {}, el("th", "", { scope: "row" }, told(book.fields[field])),
          el("td", "", {}, told(fact.value), fact.records ? list(fact.records) : null),
          el("td", "", {}, told(book.layers[fact.layer])), el("td", "", {}, told(fact.origin)),
          el("td", "", {}, (fact.evidence ?? []).join(word("joiner"))));
      }))));
  }

  const eventful = (line) => Boolean(line.items || line.owed || line.state || line.notes || line.why);

  function line(unit, one, width, busy) {
    const head = book.headings[one.h];
    const group = book.groups[unit.group ?? ""];
    const [mean, mark] = [group.means[one.h], group.marks[one.h]];
    const meter = one.share === undefined ? null : el("span", "meter", { "aria-hidden": "true" },
      el("i", "", at({ s: Math.min(1000, Math.max(0, one.share)) })),
      mark === null || group.size < 2 ? null : el("b", "", at({ m: Math.min(1000, Math.max(0, mark)) })));
    const score = one.score === undefined ? word(`state.${one.state ?? "unscored"}`) : one.score;
    const cells = [
      el("th", "", { scope: "row" }, head.label),
      el("td", "n", {}, one.points),
      el("td", `n ${one.state ?? ""}`, {}, score, one.grade || one.rank ? el("small", "", {}, ` ${[told(one.grade), told(one.rank)].filter(Boolean).join(" · ")}`) : null),
      ...(group.size > 1 ? [el("td", "n", {}, mean ?? "—"), el("td", `n ${way(one.sign ?? 0)}`, {}, one.diff ?? "—")] : []),
      ...(book.earlier ? [el("td", "n", {}, told(one.before) || "—")] : []),
      el("td", "share", {}, meter),
    ];
    const quiet = busy ? "" : "calm ";
    const row = el("tr", `${quiet}d${Math.min(4, head.depth)}${head.leaf ? "" : " branch"}`, {}, cells);
    const inside = [
      one.why ? el("p", "fine", {}, told(one.why)) : null, notes(one.notes), items(one.items), owed(one.owed),
      head.leaf ? values(unit, head.fields, "facts", head.responsible.length ? `${word("responsible")} ${head.responsible.map(told).join(word("joiner"))}` : "") : null,
    ].filter(Boolean);
    if (!inside.length) return [row];
    row.classList.add("told");
    return [row, el("tr", `${quiet}more`, {}, el("td", "", { colspan: width }, el("div", "inside", {}, inside)))];
  }

  function indicators(unit) {
    if (!unit.lines) return [];
    const group = book.groups[unit.group ?? ""];
    const names = ["indicator", "points", "score", ...(group.size > 1 ? ["mean", "difference"] : []), ...(book.earlier ? ["before"] : []), "share"];
    const head = names.map((name, number) => el("th", number && name !== "share" ? "n" : "", { scope: "col" },
      name === "before" ? `${word("before")} ${book.earlier}` : word(name)));
    // a branch is busy where anything below it is
    const busy = new Set();
    for (const one of unit.lines) {
      if (!eventful(one)) continue;
      for (let id = book.headings[one.h].id; id !== null; id = parents.get(id) ?? null) busy.add(id);
    }
    const body = unit.lines.flatMap((one) => line(unit, one, names.length, busy.has(book.headings[one.h].id)));
    const only = el("input", "", { type: "checkbox", id: "only" });
    const drawn = el("div", "card wide", { tabindex: "0", role: "group", "aria-label": word("card") }, el("table", "", {},
      el("caption", "", {}, word("card")), el("thead", "", {}, el("tr", "", {}, head)), el("tbody", "", {}, body)));
    only.addEventListener("change", () => {
      for (const row of all(".calm", drawn)) row.hidden = only.checked;
    });
    return [heading("card"), el("p", "check", {}, only, el("label", "", { for: "only" }, word("only"))), drawn];
  }
  const parents = new Map(book.headings.map((one) => [one.id, one.parent]));

  function adjustments(found) {
    if (!found) return [];
    return [heading("adjustments"), el("ol", "block-list", {}, found.map((one) => el("li", "", {},
      el("b", "", {}, `${one.id} · ${one.authority} · ${one.date}`), el("br"), told(one.remark), el("br"),
      el("span", "tag", {}, word(one.effect)), el("span", "tag", {}, word(one.state)),
      spaced([one.where, one.points, one.was || one.now ? `${word("was")} ${told(one.was) || "—"} → ${word("now")} ${told(one.now) || "—"}` : "",
        one.until ? word("until", { date: one.until }) : "", one.evidence ? `${word("evidence")} ${one.evidence.join(word("joiner"))}` : ""]))))];
  }

  function beside(found) {
    if (!found) return [];
    return [heading("also"), ...found.map((one) => el("div", "also", {},
      el("p", "", {}, el("b", "", {}, one.title), " ", told(one.score), " ",
        spaced([one.state && word(`state.${one.state}`), one.grade && `${word("grade")} ${told(one.grade)}`, one.rank && `${word("rank")} ${told(one.rank)}`]).join("")),
      notes(one.notes), items(one.items)))];
  }

  function toolbar(row) {
    const kept = order.filter((one) => !one.out);
    const here = kept.indexOf(row);
    const to = (one, key) => (one ? el("a", "", { href: one.href, title: known(one).name, rel: key }, `${word(key)}${word("colon")}`, el("bdi", "", {}, known(one).name)) : null);
    const print = el("button", "", { type: "button" }, word("print"));
    print.addEventListener("click", () => window.print());
    return el("div", "unit-bar", {}, el("a", "", { href: "#standings" }, `← ${word("close")}`), el("span", "gap"),
      to(kept[here - 1], "previous"), here < 0 ? null : to(kept[here + 1], "next"), print);
  }

  function drawUnit(unit, row) {
    const used = new Set((unit.lines ?? []).flatMap((one) => (book.headings[one.h].leaf ? book.headings[one.h].fields : [])));
    const rest = Object.keys(unit.facts ?? {}).map(Number).filter((field) => !used.has(field));
    const name = unit.name || unit.id || "";
    place.replaceChildren(
      toolbar(row),
      el("h2", "", { id: "unit-title", tabindex: "-1" }, el("bdi", "", {}, name)),
      el("p", "unit-sub", {}, [unit.id, unit.title].filter((text) => text && text !== name).join(" · ")),
      facts(unit.summary, "summary"),
      notes(unit.notes) ?? "",
      ...waterfall(unit.steps).filter(Boolean),
      ...(unit.items ? [heading("whole"), items(unit.items)] : []),
      ...beside(unit.also),
      ...adjustments(unit.adjustments),
      ...indicators(unit),
      values(unit, rest, "facts_rest") ?? "",
    );
    document.title = `${name} · ${title}`;
  }

  async function open(row) {
    if (!opened) left = window.scrollY;
    const asked = window.location.hash;
    const fits = await chunk(Math.floor(row.place / book.per)).catch(() => null);
    if (window.location.hash !== asked) return; // another one was asked for meanwhile
    const data = fits?.[row.place % book.per];
    opened = data ? { data, row } : { data: { id: known(row).id, name: row.name, summary: [[word("failed"), ""]] }, row };
    drawUnit(opened.data, row);
    show(true);
    byId("unit-title").focus({ preventScroll: true });
    window.scrollTo({ top: Math.max(0, place.offsetTop - 8), behavior: "instant" });
  }

  function show(unit) {
    place.hidden = !unit;
    byId("all").hidden = unit;
  }

  function close(to) {
    if (!opened) return;
    const { row } = opened;
    opened = null;
    show(false);
    place.replaceChildren();
    document.title = title;
    if (to && to !== "standings") {
      byId(to).scrollIntoView();
      return;
    }
    window.scrollTo({ top: left, behavior: "instant" });
    (row.row.hidden ? byId("standings-title") : row.row.querySelector("a")).focus();
  }

  function go() {
    const hash = window.location.hash;
    const row = hash.startsWith("#unit=") ? byHref.get(hash) : null;
    if (row) {
      open(row);
      return;
    }
    if (hash.startsWith("#unit=")) byId("count").textContent = word("unknown", { id: hash.slice("#unit=".length) });
    close(byId(hash.slice(1))?.closest("#all") ? hash.slice(1) : "");
  }
  window.addEventListener("hashchange", go);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opened) return;
    window.location.hash = "#standings";
  });

  // --- begin ---------------------------------------------------------------------------------------------------------------
  for (const one of all(".live[hidden]")) one.hidden = false;
  // the rows of the standings are grids (page.css), which some browsers would not tell as a table
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
    part.setAttribute("role", roles[part.tagName] ?? (part.scope === "col" ? "columnheader" : "rowheader"));
  }
  tellCount();
  drawBranches();
  go();
  unpacked("matrix").then((found) => {
    matrix = found;
    drawHeat();
  }, () => { byId("heat").hidden = true; });
});
