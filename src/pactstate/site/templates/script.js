"use strict";
(() => {
const $ = id => document.getElementById(id), EPOCH = 719163, DAY = 864e5;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const date = day => new Date((day - EPOCH) * DAY);
const iso = day => date(day).toISOString().slice(0, 10);
const shown = day => { const d = date(day); return d.getUTCDate() + " " + months[d.getUTCMonth()] + " " + d.getUTCFullYear(); };
const number = text => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const time = Date.parse(text + "T00:00:00Z");
  const day = Math.round(time / DAY) + EPOCH;
  return isNaN(time) || day < 1 || iso(day) !== text ? null : day;
};
const words = state => state ? state.replace(/_/g, " ") : "nothing yet";
const big = text => text[0].toUpperCase() + text.slice(1);
const add = (parent, name, text, style) => {
  const child = parent.appendChild(document.createElement(name));
  if (text) child.textContent = text;
  if (style) child.className = style;
  return child;
};
const fill = (id, texts, empty) => {
  const list = $(id);
  list.replaceChildren();
  for (const [text, style] of texts.length || !empty ? texts : [[empty]]) add(list, "li", text, style);
};
// Index of the last row whose first number is not above a value.
const find = (rows, value) => {
  let low = 0, high = rows.length;
  while (low < high) { const mid = (low + high) >> 1; if (rows[mid][0] <= value) low = mid + 1; else high = mid; }
  return low - 1;
};

const filters = $("filters");
if (filters) {
  const rows = [...$("list").tBodies[0].rows];
  const apply = () => {
    const text = $("f-text").value.toLowerCase(), has = (row, name) => !$("f-" + name[0]).value || row.dataset[name[1]].split(" ").includes($("f-" + name[0]).value);
    let count = 0;
    for (const row of rows) {
      row.hidden = !(row.textContent.toLowerCase().includes(text) && [["kind", "kind"], ["party", "parties"], ["state", "states"]].every(name => has(row, name)));
      count += !row.hidden;
    }
    $("f-count").textContent = count + " of " + rows.length;
  };
  filters.hidden = false;
  filters.addEventListener("input", apply);
  filters.addEventListener("submit", event => event.preventDefault());
  apply();
}

addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("details")) one.open = true; });

const holder = $("plane");
if (!holder) return;
const data = JSON.parse(holder.textContent);
const [days, places] = data.scale, first = days[0], last = days[days.length - 1], canKnow = data.rows.length > 0;
const runs = by => by === null || !canKnow ? data.file : data.rows[find(data.rows, by)][1];
const at = (on, by) => { const row = runs(by); return data.answers[row[find(row, on)][1]]; };
const place = day => {
  if (day <= first) return 0;
  if (day >= last) return 100;
  let part = 1;
  while (days[part] <= day) part++;
  return places[part - 1] + (day - days[part - 1]) / (days[part] - days[part - 1]) * (places[part] - places[part - 1]);
};
const dayAt = x => {
  let part = 1;
  while (part < places.length - 1 && places[part] <= x) part++;
  const width = places[part] - places[part - 1];
  return Math.round(days[part - 1] + (width ? (x - places[part - 1]) / width : 0) * (days[part] - days[part - 1]));
};
let on = data.today, by = null;

const SVG = "http://www.w3.org/2000/svg";
const draw = (parent, name, values) => {
  const child = parent.appendChild(document.createElementNS(SVG, name));
  for (const key in values) child.setAttribute(key, values[key]);
  return child;
};
const band = () => {
  const svg = $("band-known"), row = runs(by), merged = [];
  svg.replaceChildren();
  row.forEach((run, index) => {
    const end = index + 1 < row.length ? row[index + 1][0] : last;
    if (end <= first || run[0] > last) return;
    const states = data.answers[run[1]][0], before = merged[merged.length - 1];
    if (before && before[0].join() === states.join()) before[2] = place(end);
    else merged.push([states, place(run[0]), place(end)]);
  });
  const width = svg.getBoundingClientRect().width;
  for (const [states, x, end] of merged) states.forEach((state, index) => {
    const share = 100 / states.length;
    const part = draw(svg, "svg", {x: x + "%", width: Math.max(0, end - x) + "%", y: index * share + "%", height: share + "%"});
    draw(part, "rect", {class: "s-" + (state || "nothing"), width: "100%", height: "100%"});
    const text = states.length === 1 && state ? big(words(state)) : "";
    if (text && text.length * 7 + 12 < (end - x) * width / 100) draw(part, "text", {class: "t-" + state, x: 6, y: "50%", dy: 4}).textContent = text;
  });
  draw(svg, "rect", {class: "after", x: place(by) + "%", width: 100 - place(by) + "%", height: "100%"});
};

const show = moved => {
  const [states, presumed, since, flags, expected, overdue, consent] = at(on, by);
  const ahead = on > (by === null ? data.today : by);
  const question = $("question");
  question.replaceChildren("On ");
  add(question, "strong", shown(on));
  if (by === null) question.append(", by all that is on file");
  else { question.append(", as known by "); add(question, "strong", shown(by)); }
  const chips = $("chips");
  chips.replaceChildren();
  chips.className = ahead ? "ahead" : "";
  states.forEach((state, index) => {
    if (index) { chips.append(" "); add(chips, "span", "or", "or"); chips.append(" "); }
    add(chips, "span", big(words(state)), "chip s-" + (state || "nothing"));
  });
  const told = [ahead ? "last known; the day was still ahead" : "", since ? "since " + since : presumed ? "presumed " + words(presumed) + ", if what was announced came true" : ""];
  $("since").textContent = told.filter(Boolean).join("; ");
  fill("flags", flags.map(one => [one]));
  fill("consent", consent.map(one => [one]), "none on file");
  fill("next", [...overdue.map(one => ahead ? [big(one)] : ["Overdue: " + one, "bad"]), ...expected.map(one => [one])], "nothing announced");
  const sure = data.sources.filter(one => by === null || one[1] <= by), maybe = data.sources.filter(one => by !== null && one[0] <= by && one[1] > by);
  const rests = $("rests");
  rests.replaceChildren();
  add(rests, "strong", String(sure.length));
  rests.append(by === null ? (sure.length === 1 ? " source" : " sources") : " of " + data.sources.length + " sources published by then" + (maybe.length ? ", " + maybe.length + " perhaps" : ""));
  const dated = sure.filter(one => one[0] > 1);
  const newest = dated.reduce((best, one) => best && best[0] >= one[0] ? best : one, null);
  $("newest").textContent = newest ? "newest: " + newest[2] : "";
  $("cite-on").textContent = iso(on);
  $("cite-by").textContent = by === null ? "all on file" : iso(by);
  if (document.activeElement !== $("on")) $("on").value = iso(on);
  if (document.activeElement !== $("by")) $("by").value = by === null ? "" : iso(by);
  $("on-slide").value = place(on);
  $("on-slide").setAttribute("aria-valuetext", shown(on));
  $("by-slide").value = by === null ? 100 : place(by);
  $("by-slide").setAttribute("aria-valuetext", by === null ? "all on file" : shown(by));
  const line = (id, day) => { for (const end of ["x1", "x2"]) $(id).setAttribute(end, place(day) + "%"); };
  line("on-line", on);
  line("by-line", by === null ? last : by);
  $("by-line").setAttribute("visibility", by === null ? "hidden" : "visible");
  $("known").hidden = !canKnow || by === null;
  if (!$("known").hidden) band();
  if (moved) history.replaceState(null, "", "#on=" + iso(on) + (by === null ? "" : "&known-by=" + iso(by)));
};
const ask = (newOn, newBy) => {
  const same = canKnow && $("same").checked;
  if (same) { if (newBy !== by) newOn = newBy === null ? on : newBy; else newBy = newOn; }
  on = Math.min(3652059, Math.max(1, newOn));
  by = newBy === null || !canKnow ? null : Math.min(3652059, Math.max(1, newBy));
  show(true);
};
const turns = () => [...new Set([...data.file, ...runs(by)].map(run => run[0]))].filter(day => day > 1).sort((a, b) => a - b);
const knows = () => data.rows.map(row => row[0]).filter(day => day > 1);
const step = (list, from, way) => way > 0 ? list.find(day => day > from) : list.filter(day => day < from).pop();

const read = () => {
  const match = /^#on=(\d{4}-\d\d-\d\d)(?:&known-by=(\d{4}-\d\d-\d\d))?$/.exec(location.hash);
  if (!match || number(match[1]) === null) return;
  on = number(match[1]);
  by = match[2] && canKnow ? number(match[2]) : null;
};
$("on").addEventListener("input", event => { const day = number(event.target.value); if (day !== null) ask(day, by); });
$("by").addEventListener("input", event => ask(on, event.target.value ? number(event.target.value) ?? by : null));
$("same").addEventListener("input", () => ask(on, $("same").checked ? on : by));
$("on-slide").addEventListener("input", event => ask(dayAt(+event.target.value), by));
$("by-slide").addEventListener("input", event => ask(on, +event.target.value >= 99.9 ? null : dayAt(+event.target.value)));
const keys = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -2, PageUp: 2};
for (const id of ["on-slide", "by-slide"]) $(id).addEventListener("keydown", event => {
  const way = keys[event.key];
  if (!way) return;
  event.preventDefault();
  const isOn = id === "on-slide", now = isOn ? on : by === null ? data.today : by;
  const next = Math.abs(way) === 1 ? now + way : step(isOn ? turns() : knows(), now, way) ?? now;
  ask(isOn ? next : on, isOn ? by : next);
});
$("back").addEventListener("click", () => ask(step(turns(), on, -1) ?? on, by));
$("forth").addEventListener("click", () => ask(step(turns(), on, 1) ?? on, by));
$("today").addEventListener("click", () => { $("same").checked = false; ask(data.today, null); });
addEventListener("hashchange", () => { read(); show(false); });
addEventListener("resize", () => show(false));
read();
$("controls").hidden = false;
$("slides").hidden = !canKnow;
$("by").disabled = $("same").disabled = !canKnow;
show(false);

// Is this article right? The same comparison as 'pactstate verify', with a day of slack.
const rank = ["proposed", "negotiating", "signed", "ratified", "abandoned", "in_force", "terminated"];
const weigh = (says, states) => {
  if (states.includes(says)) return states.length === 1 ? "agrees" : "undecidable";
  const ranks = states.map(state => rank.indexOf(state)), own = rank.indexOf(says);
  return own < Math.min(...ranks) ? "stale" : own > Math.max(...ranks) ? "premature" : "undecidable";
};
const judge = () => {
  const day = number($("a-day").value), says = $("a-says").value, out = $("verdict");
  if (day === null) { out.textContent = ""; out.className = ""; return; }
  const states = at(day, null)[0], near = new Set([-1, 0, 1].flatMap(step => at(Math.max(1, day + step), null)[0]));
  let verdict = weigh(says, states);
  if (verdict === "stale" || verdict === "premature") verdict = weigh(says, [...near]);
  if (verdict === "premature" && data.file.some(run => run[0] <= day - 1 && data.answers[run[1]][0].includes(says))) verdict = "stale";
  let text = big(verdict) + ". On " + shown(day) + ": " + states.map(words).join(" or ") + ".";
  if (canKnow && (verdict === "stale" || verdict === "premature")) {
    const since = data.rows.find(row => row[0] <= day && at(day, row[0])[0].every(state => states.includes(state)));
    if (since && since[0] > 1) {
      const by = data.sources.filter(one => one[1] === since[0]).map(one => one[2]);
      text += " That had been public for " + (day - since[0]) + (day - since[0] === 1 ? " day" : " days") + (by.length ? ": " + by.slice(0, 3).join("; ") : "") + ".";
    } else text += " Nothing published before said so: the error is excusable.";
  }
  out.textContent = text;
  out.className = verdict;
};
$("article").hidden = false;
$("article").addEventListener("input", judge);
$("a-day").value = iso(data.today);
judge();
})();
