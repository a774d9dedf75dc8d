// SimCord's own script, and beside it what its page lacks to feel like Discord's.
import "/simcord.js";

// A link to a channel or a thread of this server opens it in the demo. The front page does that;
// this page may only ask it to.
const LINK = /^https:\/\/discord\.com\/channels\/\d+\/(\d+)/;

function place(target) {
  const link = target.closest("a[href]");
  const id = link && LINK.exec(link.href)?.[1];
  if (id) return { id };
  const thread = target.closest(".thread-summary")?.closest("[data-message-id]");
  if (thread) return { id: thread.dataset.messageId }; // a thread has its message's id
  const name = target.closest(".mention")?.textContent;
  return name?.startsWith("#") ? { name: name.slice(1) } : null;
}

document.addEventListener("pointerover", (event) => {
  if (place(event.target)) event.target.style.cursor = "pointer";
});
document.addEventListener("click", (event) => {
  const found = place(event.target);
  if (!found) return;
  event.preventDefault();
  event.stopPropagation();
  parent.postMessage(found, "*"); // a name or a number: nothing that another page could use
}, true);

// Enter after choosing an option's value runs the command; SimCord would choose the first again.
let isChosen = false;
document.addEventListener("click", (event) => {
  if (event.target.closest(".command-suggestion")) isChosen = true;
});
document.addEventListener("input", () => { isChosen = false; });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !isChosen || !event.target.matches(".command-option-input")) return;
  isChosen = false;
  event.target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
}, true);

// What SimCord draws anew between press and release would lose its click: the new one takes it.
let pressed = null;
const control = (event) => event.target.closest?.("[data-control-key]");
// Its key counts what stands above it in the card, so it may have another by then.
const meant = (one) => [/^message:\d+/.exec(one?.dataset.controlKey)?.[0], one?.textContent].join();
document.addEventListener("pointerdown", (event) => { pressed = control(event); }, true);
document.addEventListener("pointerup", (event) => {
  const now = control(event);
  if (pressed && !pressed.isConnected && meant(now) === meant(pressed)) now.click();
  pressed = null;
}, true);

// Whoever reads the newest message goes on doing so when another comes, or the box below grows,
// until they scroll away themselves; SimCord loses its place there on a slow machine. It moves by
// `scrollTop` alone, and a person never does: wheel, finger and keys, search in the page and a
// screen reader scroll past it, and nothing may take them back.
const timeline = document.getElementById("channel-timeline");
const { get: readTop, set: writeTop } = Object.getOwnPropertyDescriptor(Element.prototype, "scrollTop");
let heldAt = 0; // where the end was last held; nowhere while the person reads further up
let heldShape = ""; // and how long the page was then, and how much of it was to be seen
const shape = () => `${timeline.scrollHeight} ${timeline.clientHeight}`;
const hasMore = () => timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight > 2;
function isHeld() {
  // A person moves up on a page that stays as it is. One that is drawn anew, be it to the same
  // length, or whose box below gets smaller, moves by itself.
  const isSame = !redrawing.takeRecords().length && shape() === heldShape;
  if (isSame && hasMore() && timeline.scrollTop < heldAt) heldAt = null;
  return heldAt !== null;
}
function followEnd() {
  if (isHeld()) goToEnd();
}
function goToEnd() {
  writeTop.call(timeline, timeline.scrollHeight);
  hold();
}
function hold() {
  heldAt = timeline.scrollTop;
  heldShape = shape();
}
const list = document.getElementById("channel-message-list");
const redrawing = new MutationObserver(() => { if (heldAt !== null) goToEnd(); });
redrawing.observe(list, { childList: true, subtree: true });
Object.defineProperty(timeline, "scrollTop", {
  get: readTop,
  set(top) { isHeld() ? followEnd() : writeTop.call(timeline, top); },
});
timeline.addEventListener("scroll", () => { hasMore() ? isHeld() : hold(); });
document.getElementById("history-older").addEventListener("click", () => { heldAt = null; });
document.getElementById("new-messages").addEventListener("click", () => { heldAt = 0; });
const watcher = new ResizeObserver(followEnd);
watcher.observe(timeline);
watcher.observe(list);
