"use strict";
const $ = id => document.getElementById(id), all = (query, from = document) => [...from.querySelectorAll(query)];
const say = (id, text) => { $(id).textContent = text; }, box = one => one.getBoundingClientRect();
const EPOCH = 719163, DAY = 864e5, LAST = 3652059;
// Shows a value in a field, unless the reader is writing in it.
const write = (field, text) => { if (document.activeElement !== field) field.value = text; };
const slide = (slider, place, text) => { slider.value = place; set(slider, {"aria-valuetext": text}); };
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const date = day => new Date((day - EPOCH) * DAY);
const iso = day => date(day).toISOString().slice(0, 10);
const shown = day => { const d = date(day); return d.getUTCDate() + " " + months[d.getUTCMonth()] + " " + d.getUTCFullYear(); };
const number = text => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const time = Date.parse(text + "T00:00:00Z"), day = Math.round(time / DAY) + EPOCH;
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
const chips = (parent, states, isKnown) => {
  parent.replaceChildren();
  states.forEach((state, index) => {
    if (index) { parent.append(" "); add(parent, "span", "or", "or"); parent.append(" "); }
    // What is known by an earlier day may be nothing although something had happened.
    add(parent, "span", !state && isKnown ? "Nothing known" : big(words(state)), "chip s-" + (state || "nothing"));
  });
};
const set = (one, values) => {
  for (const key in values) one.setAttribute(key, values[key]);
  return one;
};
const draw = (parent, name, values) => set(parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name)), values);
// Listens to an element, given or by its id.
const hear = (one, type, then) => (one.addEventListener ? one : $(one)).addEventListener(type, event => then(event.target, event));
// Index of the last row whose first number is not above a value.
const find = (rows, value) => {
  let low = 0, high = rows.length;
  while (low < high) { const mid = (low + high) >> 1; if (rows[mid][0] <= value) low = mid + 1; else high = mid; }
  return low - 1;
};
// Days and places in per cent of a chart, linear between those that are given.
const scaleOf = ([days, places]) => ({
  first: days[0],
  last: days[days.length - 1],
  place(day) {
    if (day <= days[0]) return 0;
    if (day >= this.last) return 100;
    let part = 1;
    while (days[part] <= day) part++;
    return places[part - 1] + (day - days[part - 1]) / (days[part] - days[part - 1]) * (places[part] - places[part - 1]);
  },
  day(x) {
    let part = 1;
    while (part < places.length - 1 && places[part] <= x) part++;
    const width = places[part] - places[part - 1];
    return Math.round(days[part - 1] + (width ? (x - places[part - 1]) / width : 0) * (days[part] - days[part - 1]));
  },
});
const clamp = day => Math.min(LAST, Math.max(1, day));
// The part of the address after '#' is two dates, in any order, and nothing else.
const asked = () => {
  const found = /^on=(\S{10})(?:&known-by=(\S{10}))?$/.exec(location.hash.slice(1).split("&").sort().reverse().join("&"));
  const on = found && number(found[1]), by = found && found[2] && number(found[2]);
  return on && by !== null ? [on, by || null] : null;
};
const address = (on, by) => "#on=" + iso(on) + (by === null ? "" : "&known-by=" + iso(by));
const starts = runs => runs.map(run => run[0]).filter(day => day > 1).sort((a, b) => a - b);
const step = (days, from, way) => way > 0 ? days.find(day => day > from) : days.filter(day => day < from).pop();
const keys = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -2, PageUp: 2};
// Arrows move a slider by a day, and Page keys to a day on which something changes.
const byKeys = (slider, now, turns, go) => hear(slider, "keydown", (_, event) => {
  const way = keys[event.key];
  if (!way) return;
  event.preventDefault();
  go(clamp(Math.abs(way) === 1 ? now() + way : step(turns(), now(), way) ?? now()));
});
