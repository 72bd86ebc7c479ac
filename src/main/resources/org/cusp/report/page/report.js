// Sorts tables, tells what is under the pointer, and shows one checkpoint at a time.
// Everything here adds to a page that says the same without it. Text is only ever set as text.
"use strict";
(() => {
  const svgSpace = "http://www.w3.org/2000/svg";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const made = (name, words = "", kind = "") => {
    const element = document.createElement(name);
    element.textContent = words;
    if (kind) element.className = kind;
    return element;
  };

  // Tables: a click on a head sorts upwards, the next downwards, the third as it was.
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    if (!cell.hasAttribute("data-sort")) return cell.textContent.trim();
    return cell.dataset.sort === "" ? null : Number(cell.dataset.sort);
  };
  const compared = (a, b, sign) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === "string" || typeof b === "string"
      ? String(a).localeCompare(String(b), "en", { numeric: true })
      : a - b || 0);
  };
  for (const table of all("table.sortable")) {
    const body = table.tBodies[0];
    const asWritten = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = made("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const order = before === "ascending" ? "descending" : before ? "" : "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (order) head.setAttribute("aria-sort", order);
        const sign = order === "descending" ? -1 : 1;
        const rows = asWritten.map((row) => [keyOf(row, column), row]);
        if (order) rows.sort((a, b) => compared(a[0], b[0], sign));
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  // One note for the whole page: what is under the pointer.
  const note = made("div", "", "note");
  note.id = "note";
  note.setAttribute("role", "status");
  note.hidden = true;
  document.body.append(note);
  const views = new Map(all("[data-view]").map((view) => [view.dataset.view, view]));
  const say = (lines, view, x, y) => {
    note.replaceChildren(...lines.filter(Boolean).map((line, i) => made(i ? "div" : "b", line)));
    const seen = views.get(view);
    if (seen) {
      const copy = seen.cloneNode(true);
      copy.removeAttribute("data-view");
      note.prepend(copy);
    }
    note.hidden = false;
    const { width, height } = note.getBoundingClientRect();
    const right = document.documentElement.clientWidth;
    note.style.left = Math.max(4, Math.min(x + 14, right - width - 4)) + "px";
    note.style.top = (y - height - 14 > 4 ? y - height - 14 : y + 18) + "px";
  };
  const silence = () => { note.hidden = true; };
  document.addEventListener("scroll", silence, { passive: true, capture: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") silence(); });

  for (const cell of all("[data-of]")) {
    if (!views.has(cell.dataset.of)) continue;
    cell.tabIndex = 0;
    const show = () => {
      const box = cell.getBoundingClientRect();
      say([cell.textContent], cell.dataset.of, box.right, box.top);
    };
    cell.addEventListener("pointerenter", show);
    cell.addEventListener("focus", show);
    cell.addEventListener("pointerleave", silence);
    cell.addEventListener("blur", silence);
  }

  // Figures: the nearest point within reach, or the cell, under the pointer; arrow keys go along.
  const reach = 32;
  const figures = all("figure").filter((it) => it.querySelector("script")).map((figure) => {
    const svg = figure.querySelector("svg");
    const parts = JSON.parse(figure.querySelector("script").textContent);
    const points = parts.flatMap((part) => part.series.flatMap((series) =>
      series.points.map(([x, y, across, value, view]) => ({
        x, y, view, box: [x - 6, y - 6, 12, 12], round: true,
        lines: view === undefined
          ? [series.name, part.x + ": " + across, part.y + ": " + value]
          : [across, part.y + ": " + value],
      }))).concat(part.cells.map(([x, y, width, height, column, row, text]) => ({
        x: x + width / 2, y: y + height / 2, box: [x, y, width, height],
        lines: [text, part.y + ": " + row, part.x + ": " + column],
      }))));
    const ring = document.createElementNS(svgSpace, "rect");
    ring.setAttribute("class", "ring");
    ring.setAttribute("visibility", "hidden");
    svg.append(ring);
    return { figure, svg, parts, points, ring, at: -1 };
  });

  const tell = (it, index) => {
    it.at = index;
    if (index < 0) {
      it.ring.setAttribute("visibility", "hidden");
      silence();
      return;
    }
    const point = it.points[index];
    ["x", "y", "width", "height"].forEach((name, i) => it.ring.setAttribute(name, point.box[i]));
    it.ring.setAttribute("rx", point.round ? 6 : 0);
    it.ring.setAttribute("visibility", "visible");
    const place = new DOMPoint(point.x, point.y).matrixTransform(it.svg.getScreenCTM());
    say(point.lines, point.view, place.x, place.y);
  };
  const under = (it, event) => {
    const matrix = it.svg.getScreenCTM();
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const cell = it.points.findIndex(({ box: [x, y, width, height], round }) =>
      !round && at.x >= x && at.x < x + width && at.y >= y && at.y < y + height);
    if (cell >= 0) return cell;
    let nearest = -1;
    let least = reach / matrix.a;
    it.points.forEach((point, i) => {
      const far = Math.hypot(point.x - at.x, point.y - at.y);
      if (point.round && far < least) { least = far; nearest = i; }
    });
    return nearest;
  };
  for (const it of figures) {
    if (!it.points.length) continue;
    const order = it.points.map((point, i) => i)
      .sort((a, b) => it.points[a].x - it.points[b].x || it.points[a].y - it.points[b].y);
    const go = (event) => tell(it, under(it, event));
    it.svg.addEventListener("pointermove", go);
    it.svg.addEventListener("pointerdown", go);
    it.svg.addEventListener("pointerleave", () => tell(it, -1));
    const plot = it.svg.parentElement;
    plot.tabIndex = 0;
    plot.setAttribute("role", "group");
    plot.setAttribute("aria-label", "Values: arrow keys go from one to the next");
    plot.addEventListener("blur", () => tell(it, -1));
    plot.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const next = it.at < 0 ? (by > 0 ? 0 : order.length - 1) : order.indexOf(it.at) + by;
      tell(it, order[Math.max(0, Math.min(order.length - 1, next))]);
    });
  }

  // Checkpoints: a slider; figures, tables and what belongs to one checkpoint follow it.
  const words = (step) => "step " + step.toLocaleString("en-US");
  const marked = (it, part, step) => {
    const [left, top, width, height] = part.box;
    const [from, to] = part.steps;
    const line = document.createElementNS(svgSpace, "line");
    const x = left + width * (Math.log10(step + 1) - from) / (to - from);
    const ends = { x1: x, x2: x, y1: top, y2: top + height, class: "picked" };
    Object.entries(ends).forEach(([name, value]) => line.setAttribute(name, value));
    it.svg.insertBefore(line, it.ring);
  };
  const pick = (step, told) => {
    all("line.picked").forEach((line) => line.remove());
    for (const it of figures) {
      it.parts.filter((part) => part.steps.length).forEach((part) => marked(it, part, step));
    }
    const shown = all(".at-step");
    shown.forEach((it) => { it.hidden = Number(it.dataset.step) !== step; });
    all(".other-step").forEach((it) => { it.hidden = shown.some((other) => !other.hidden); });
    const rows = all("tr[data-step]");
    rows.forEach((row) => row.classList.toggle("picked", Number(row.dataset.step) === step));
    const row = rows.find((it) => it.classList.contains("picked"));
    told.replaceChildren(made("b", words(step)));
    if (row) {
      const heads = [...row.closest("table").tHead.rows[0].cells];
      heads.slice(1).forEach((head, i) => {
        const cell = row.cells[i + 1];
        if (cell.className !== "verdict" && !cell.querySelector(".none")) {
          told.append(made("span", head.textContent + " " + cell.textContent.trim()));
        }
      });
      const badge = row.querySelector(".badge");
      if (badge) told.append(badge.cloneNode(true));
    }
  };
  for (const picker of all(".picker")) {
    const steps = JSON.parse(picker.dataset.steps);
    const slider = made("input");
    const told = made("output");
    slider.type = "range";
    slider.max = steps.length - 1;
    slider.value = steps.length - 1;
    const label = made("label", "checkpoint ");
    label.append(slider);
    picker.append(label, told);
    picker.hidden = false;
    const go = () => {
      slider.setAttribute("aria-valuetext", words(steps[slider.value]));
      pick(steps[slider.value], told);
    };
    slider.addEventListener("input", go);
    go();
  }
})();
