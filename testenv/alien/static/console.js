function disableButtons() {
  document.querySelectorAll("button, input[type=button], input[type=submit]").forEach((b) => { b.disabled = true; });
}
function doingSubmit() { disableButtons(); }
function nextAction(button, action, ask) {
  if (ask && !confirm(ask)) return false;
  const form = button.form || document.querySelector("input[name=changeCenter]").form;
  form.elements.ChangeManagerPortlet_actionOverride.value = action;
  disableButtons();
  form.submit();
  return false;
}
function saveForm(id) {
  const form = document.getElementById(id);
  disableButtons();
  setTimeout(() => form.submit(), 30);
  return false;
}
function toggle(link, action, node) {
  const form = link.closest("form");
  form.elements.action.value = action;
  form.elements.nodeId.value = node;
  form.submit();
  return false;
}
function isDatabase(basis) { return basis.selectedOptions[0] && basis.selectedOptions[0].text === "Database"; }
function redraw(control) {
  const old = control.parentNode;
  const fresh = old.cloneNode(true);
  const select = fresh.querySelector("select");
  const before = old.querySelector("select");
  if (select && before) select.selectedIndex = before.selectedIndex;
  old.replaceWith(fresh);
  return fresh.querySelector("select, input");
}
function follow(how, basis) {
  const source = () => document.querySelector("[data-role=source]");
  const set = () => { source().disabled = !isDatabase(basis); };
  if (how === "at-once" || how === "load-late") set();
  if (how === "late") { source().disabled = true; setTimeout(set, 900); }
  if (how === "rerender") setTimeout(() => { redraw(source()).disabled = !isDatabase(basis); }, 350);
  if (how === "round-trip") {
    basis.form.elements[basis.form.name.replace(/form$/, "") + "_actionOverride"].value = "/refresh";
    disableButtons();
    basis.form.submit();
  }
}
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-depends]");
  if (!form) return;
  const how = form.dataset.depends;
  const basis = form.querySelector("[data-role=basis]");
  if (basis && basis.tagName === "SELECT") basis.addEventListener("change", () => follow(how, basis));
  if (form.dataset.redraw === "true") {
    form.addEventListener("change", (e) => { if (e.target !== basis) setTimeout(() => { if (e.target.isConnected) redraw(e.target); }, 120); });
  }
  if (how === "load-late") {
    const fields = [...form.querySelectorAll("select, input[type=text], button")].filter((f) => !f.disabled);
    fields.forEach((f) => { f.disabled = true; });
    setTimeout(() => fields.forEach((f) => { f.disabled = false; }), 900);
  }
});
