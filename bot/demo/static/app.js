// The front page: it draws what /state says, and tells the server what was pressed.

const $ = (id) => document.getElementById(id);
const THREADS_SHOWN = 6;
const LOCK = '<svg viewBox="0 0 16 16" fill="currentColor"><path d="M8 1.5A3.5 3.5 0 0 0 4.5 5v1.5H4A1.5 1.5 0 0 0 2.5 8v5A1.5 1.5 0 0 0 4 14.5h8a1.5 1.5 0 0 0 1.5-1.5V8A1.5 1.5 0 0 0 12 6.5h-.5V5A3.5 3.5 0 0 0 8 1.5Zm2 5H6V5a2 2 0 1 1 4 0v1.5Z"/></svg>';
let state = null;
let drawn = "";
let opened = null;
let busy = 0;
let isPressed = false; // what is redrawn between press and release would lose its click
const unfolded = new Set();
const seen = new Map(); // what was last read, by channel

function make(tag, props = {}, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
}

async function ask(path, body) {
  const answer = await fetch(path, body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.problem || "That did not work.");
  return told;
}

async function act(path, body) {
  busy += 1;
  document.body.classList.add("is-busy");
  document.querySelectorAll(".leaps button").forEach((one) => { one.disabled = true; });
  try {
    draw(await ask(path, body));
  } catch (problem) {
    toast(problem.message);
  } finally {
    busy -= 1;
    document.body.classList.toggle("is-busy", busy > 0);
    document.querySelectorAll(".leaps button").forEach((one) => { one.disabled = busy > 0; });
  }
}

const open = (channel, member = state.member) => act("/open", { channel, member });

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

function draw(next) {
  state = next;
  $("time").textContent = next.time;
  $("day").textContent = next.day;
  $("place").textContent = `where you are, in ${next.place}`;
  drawFrame();
  const { time, day, ...rest } = next;
  const shape = JSON.stringify(rest);
  if (shape === drawn || isPressed) return;
  drawn = shape;
  $("server").textContent = next.server;
  drawMembers();
  drawChannels();
  drawTop();
}

// The frame changes only when another channel was opened, here or in another tab.
function drawFrame() {
  if (state.opened === opened) return;
  opened = state.opened;
  const frame = state.frame && make("iframe", { title: "The channel", src: state.frame });
  $("stage").replaceChildren(...(frame ? [frame] : []));
  $("notice").lastChild.textContent = state.notice;
  $("notice").hidden = !state.notice;
}

function drawMembers() {
  const groups = new Map();
  for (const one of state.members) {
    if (!groups.has(one.role)) groups.set(one.role, make("optgroup", { label: one.role }));
    groups.get(one.role).append(make("option", {
      value: one.id,
      selected: one.id === state.member,
      textContent: one.isModerator ? `★ ${one.name}` : one.name,
    }));
  }
  $("member").replaceChildren(...groups.values());
}

function drawChannels() {
  $("channels").replaceChildren(make("ul", {}, ...state.channels.map(drawChannel)));
}

function drawChannel(channel) {
  const item = make("li", {}, drawButton(channel, "#"));
  const { threads } = channel;
  if (!threads.length) return item;
  const all = unfolded.has(channel.id);
  const shown = threads.filter((one, at) => all || at < THREADS_SHOWN || one.id === state.channel);
  const list = make("ul", { className: "threads" },
    ...shown.map((one) => make("li", {}, drawButton(one, "↳"))));
  if (threads.length > THREADS_SHOWN) {
    const more = make("button", {
      type: "button",
      className: "more",
      textContent: all ? "Show fewer" : `Show all ${threads.length}`,
      onclick: () => { all ? unfolded.delete(channel.id) : unfolded.add(channel.id); drawChannels(); },
    });
    more.setAttribute("aria-expanded", String(all));
    list.append(make("li", {}, more));
  }
  item.append(list);
  return item;
}

function drawButton(channel, sign) {
  const isHere = channel.id === state.channel;
  if (isHere || !seen.has(channel.id)) seen.set(channel.id, channel.last);
  const isNew = channel.isOpen && seen.get(channel.id) !== channel.last;
  const mark = make("span", { className: "sign" });
  if (channel.isPrivate) mark.innerHTML = LOCK;
  else mark.textContent = sign;
  mark.setAttribute("aria-hidden", "true");
  const made = make("button", {
    type: "button",
    className: "channel",
    title: channel.name,
    onclick: () => { drawer(false); open(channel.id); },
  }, mark, make("span", { className: "name", textContent: channel.name }));
  made.classList.toggle("is-closed", !channel.isOpen);
  made.classList.toggle("is-new", isNew);
  if (isNew) made.append(make("span", { className: "dot", title: "Something new" }));
  if (isHere) made.setAttribute("aria-current", "page");
  return made;
}

function drawTop() {
  const here = everywhere().find((one) => one.id === state.channel);
  const isThread = !state.channels.some((one) => one.id === state.channel);
  const member = state.members.find((one) => one.id === state.member);
  $("title").replaceChildren(make("span", { textContent: isThread ? "↳" : "#" }), here?.name ?? "");
  $("as").textContent = member ? `as ${member.name.split(" ")[0]}` : "";
  $("apps").hidden = !(state.onMessages.length + state.onMembers.length);
  document.title = `${here?.name ?? "Nexus"} · Nexus demo`;
}

function drawer(isDrawn) {
  document.body.classList.toggle("is-drawn", isDrawn);
  $("scrim").hidden = !isDrawn;
}

// Message commands and user commands: the framed page has no menu for them.
async function openMenu() {
  const rows = (title, names, targets) => !names.length ? [] : [
    make("h2", { textContent: title }),
    ...targets.map(([target, text]) => make("div", { className: "target" },
      make("span", { textContent: text }),
      ...names.map((command) => make("button", {
        type: "button",
        textContent: command,
        onclick: () => { $("menu").close(); act("/menu", { command, target }); },
      })))),
  ];
  const messages = state.onMessages.length ? await ask("/messages") : [];
  $("targets").replaceChildren(
    ...rows("Messages", state.onMessages, messages.map((one) => [one.id, `${one.author}: ${one.text}`])),
    ...rows("People", state.onMembers, state.members.map((one) => [one.id, one.name])),
  );
  $("menu").showModal();
}

const everywhere = () => state.channels.flatMap((one) => [one, ...one.threads]);

// A link to a channel was pressed in the frame.
window.addEventListener("message", (event) => {
  if (!state?.frame || event.origin !== new URL(state.frame).origin) return;
  const { id, name } = event.data ?? {};
  const found = everywhere().find((one) => one.id === id)
    ?? everywhere().find((one) => one.name === name);
  if (found) open(found.id);
  else toast("That is not in this demo.");
});

async function poll() {
  try {
    if (!busy) {
      const next = await ask("/state");
      if (!busy) draw(next);
    }
  } catch {
    toast("The demo has stopped. Start it again, then reload this page.");
  }
  setTimeout(poll, 1000);
}

$("member").onchange = (event) => open(state.channel, event.target.value);
$("open-sidebar").onclick = () => { drawer(true); $("close-sidebar").focus(); };
$("close-sidebar").onclick = () => drawer(false);
$("scrim").onclick = () => drawer(false);
$("close-hint").onclick = () => { $("hint").hidden = true; };
$("apps").onclick = openMenu;
$("close-menu").onclick = () => $("menu").close();
document.querySelectorAll(".leaps button").forEach((one) => {
  one.onclick = () => act("/clock", { by: one.dataset.by });
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") drawer(false); });
$("channels").addEventListener("pointerdown", () => { isPressed = true; });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => {
    isPressed = false;
    if (state) draw(state);
  }));
}
poll();
