// Faults that play in the browser. testFault is called once for each of them
// at the end of the page.
function testFaultTargets() {
  return Array.from(document.querySelectorAll(".page-content button, .page-content input, .page-content select, .changelistbuttons button"));
}

// testFaultLater runs now without a delay, else after it.
function testFaultLater(ms, run) { if (ms > 0) { window.setTimeout(run, ms); } else { run(); } }

function testFaultCover(ms) {
  var layer = document.createElement("div");
  layer.className = "overlay";
  layer.style.cssText = "position:fixed;inset:0;background:rgba(255,255,255,.6);z-index:1000";
  document.body.appendChild(layer);
  if (ms > 0) { window.setTimeout(function () { layer.remove(); }, ms); }
}

// testFaultCopies replaces every control by a copy with the same state.
function testFaultCopies() {
  testFaultTargets().forEach(function (old) {
    if (!old.isConnected) { return; }
    var copy = old.cloneNode(true);
    if ("value" in old) { copy.value = old.value; }
    if ("checked" in old) { copy.checked = old.checked; }
    copy.disabled = old.disabled;
    old.replaceWith(copy);
  });
}

function testFaultHide(ms) {
  var box = document.querySelector(".page-content form");
  if (!box) { return; }
  var parent = box.parentNode;
  box.remove();
  window.setTimeout(function () { parent.appendChild(box); }, ms);
}

function testFaultSlide(ms) {
  var start = performance.now();
  var bars = document.querySelectorAll(".upperButtonBar, .lowerButtonBar, .changelistbuttons");
  (function step(now) {
    var left = Math.max(0, 1 - (now - start) / ms);
    bars.forEach(function (b) { b.style.transform = left > 0 ? "translateX(" + Math.round(80 * left) + "px)" : ""; });
    if (left > 0) { window.requestAnimationFrame(step); }
  })(start);
}

function testFaultBefore(run) {
  var submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () { if (run() !== false) { submit.call(this); } };
}

function testFaultDead(what) {
  var used = false;
  document.addEventListener("click", function (e) {
    if (used || !e.target.closest(what)) { return; }
    used = true;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);
}

function testFaultOldValues(ms) {
  var old = testFaultTargets().map(function (c) { return [c, c.value]; });
  window.setTimeout(function () { old.forEach(function (p) { p[0].value = p[1]; }); }, ms);
}

// testFaultReload opens the address of the page once more, as a browser does
// whose user presses Enter in the address bar; a page that answered a form is
// left alone, because its address alone is another request.
function testFaultReload(ms) {
  if (location.search.includes("actionOverride") || window.name === location.href) { return; }
  window.name = location.href;
  window.setTimeout(function () { location.replace(location.href); }, ms);
}

function testFaultForeign(url) {
  var add = function (tag, set) {
    var el = document.createElement(tag);
    Object.keys(set).forEach(function (key) { el[key] = set[key]; });
    document.body.appendChild(el);
  };
  add("img", {src: url + "/picture.png"});
  add("link", {rel: "stylesheet", href: url + "/style.css"});
  add("link", {rel: "preconnect", href: url});
  add("script", {src: url + "/script.js"});
  add("iframe", {src: url + "/frame.html"});
  fetch(url + "/data", {mode: "no-cors"}).catch(function () { });
  navigator.sendBeacon(url + "/beacon", "x");
  try { new WebSocket(url.replace("http", "ws") + "/socket"); } catch (e) { /* refused at once */ }
}

function testFaultDownload(url) {
  var link = document.createElement("a");
  link.href = url || document.querySelector('script[src$="faults.js"]').src;
  link.download = "file.bin";
  document.body.appendChild(link);
  link.click();
  link.remove();
}

function testFault(name, text, ms) {
  switch (name) {
  case "dialog-alert": return testFaultLater(ms, function () { window.alert(text || "Attention"); });
  case "dialog-confirm": return testFaultBefore(function () { return window.confirm(text || "Go on?"); });
  case "dialog-beforeunload":
    return window.addEventListener("beforeunload", function (e) { e.preventDefault(); e.returnValue = "stay"; });
  case "overlay": return testFaultCover(ms);
  case "late-render": return testFaultLater(ms, testFaultCopies);
  case "late-content": return testFaultHide(ms);
  case "moving": return testFaultSlide(ms);
  case "window-open": return void window.open(text || "about:blank");
  case "window-open-on-submit": return testFaultBefore(function () { window.open(text || "about:blank"); });
  case "double-page": return testFaultReload(ms);
  case "foreign-requests": return testFaultForeign(text || "http://127.0.0.1:9");
  case "download": return testFaultDownload(text);
  case "dead-button": return testFaultDead("button");
  case "dead-link": return testFaultDead("a");
  case "value-reset": return testFaultOldValues(ms);
  }
}
