// The shield stands in every document before its first script. Real input
// events pass only while one is armed, and only to the element it was armed
// for: an event that would hit anything else, or a page that came in between,
// is stopped in the capture phase, before any handler of the page.

const GUARDED = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'auxclick', 'dblclick', 'contextmenu',
  'touchstart', 'touchend', 'keydown', 'keypress', 'keyup', 'beforeinput'];

let armed = null;

// arm lets the next real events through to the element, if check passes again
// at the first of them.
function arm(el, kind, check) {
  armed = {el, kind, check, state: 'none', detail: '', clicked: false};
}

// disarm ends that and says what happened. A button of the console that the page replaced
// between the pressing and the release of the mouse has got no click, which is what such
// buttons act on; what a recorded step presses may act on anything.
function disarm() {
  const was = armed;
  armed = null;
  if (was && was.kind === 'mouse' && was.state === 'hit' && !was.clicked && !was.el.isConnected) {
    return {state: 'blocked', detail: 'replaced while it was clicked'};
  }
  return was ? {state: was.state, detail: was.detail} : {state: 'none', detail: ''};
}

function block(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function onTarget(event) {
  const hit = event.composedPath()[0];
  return hit instanceof Node && hits(armed.el, hit);
}

// follows says whether a click is the browser's own consequence of the event
// that was let through: the control of a clicked label, the default button of
// a form.
function follows(event) {
  return armed.state === 'hit' && event.type === 'click' &&
    (armed.kind === 'key' || armed.el.closest('label')?.control === event.target);
}

function firstLook(event) {
  if (!onTarget(event)) {
    armed.state = 'blocked';
    armed.detail = `covered by ${brief(rootOf(event.target))}`;
    return;
  }
  try {
    armed.check();
    armed.state = 'hit';
  } catch (problem) {
    armed.state = 'blocked';
    armed.problem = problem.fields ?? {kind: 'replaced'};
    armed.detail = problem.fields?.kind ?? String(problem);
  }
}

function shield(event) {
  if (!event.isTrusted) return;
  if (!armed) {
    block(event);
    return;
  }
  if (armed.state === 'none') firstLook(event);
  if (armed.state === 'blocked') block(event);
  else if (!onTarget(event) && !follows(event)) {
    armed.detail = `${event.type} would have hit ${brief(event.target)}`;
    if (event.type === 'click') armed.state = 'blocked';
    block(event);
  } else if (event.type === 'click') {
    armed.clicked = true;
  }
}

for (const type of GUARDED) window.addEventListener(type, shield, {capture: true, passive: false});
