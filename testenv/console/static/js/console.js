// Behaviour of the test console's pages. The names disableButtons, nextAction
// and wls.console.doingSubmit are the ones the console's onclick attributes use.
var wls = { console: { doingSubmit: function () { document.body.style.cursor = "wait"; } } };

function disableButtons() {
  document.querySelectorAll("button, input[type=button], input[type=submit]").forEach(function (b) {
    b.disabled = true;
  });
}

function nextAction(button, url, portlet, action) {
  var form = button.form;
  form.action = url;
  form.elements[portlet + "_actionOverride"].value = action;
  form.onsubmit();
  form.submit();
}

// submitChange sends the Change Center. It is not called changeCenter: in an
// onclick that name is the form's hidden field.
function submitChange(button, action) {
  var form = button.form;
  form.elements["ChangeManagerPortlet_actionOverride"].value = action;
  form.onsubmit();
  form.submit();
}

function toggleNode(anchor, action, node) {
  var form = anchor.closest("form");
  form.elements["action"].value = action;
  form.elements["nodeId"].value = node;
  form.submit();
}

// followBasis enables the fields that apply to the chosen migration basis. What
// the page drew disabled for want of the lock stays so.
function followBasis(form) {
  var basis = document.getElementById(form.dataset.basis);
  if (!basis || basis.disabled) { return; }
  var now = basis.value === form.dataset.database ? "database" : "consensus";
  form.querySelectorAll("[data-basis]").forEach(function (field) {
    field.disabled = field.dataset.basis !== now;
    document.querySelectorAll('label[for="' + CSS.escape(field.id) + '"]').forEach(function (l) {
      l.classList.toggle("off", field.disabled);
    });
  });
}

function choose(button, what) {
  var box = button.closest(".chooser"), from = box.querySelector(".available"), to = box.querySelector(".chosen");
  var move = function (list, target, all) {
    list.querySelectorAll("div").forEach(function (d) {
      if (all || d.firstElementChild.checked) { d.firstElementChild.checked = false; target.appendChild(d); }
    });
  };
  if (what === "Add" || what === "AddAll") { move(from, to, what === "AddAll"); }
  if (what === "Remove" || what === "RemoveAll") { move(to, from, what === "RemoveAll"); }
  to.querySelectorAll("div").forEach(function (d) {
    if (!d.firstElementChild.checked) { return; }
    if (what === "Top") { to.prepend(d); }
    if (what === "Bottom") { to.append(d); }
    if (what === "Up" && d.previousElementSibling) { d.previousElementSibling.before(d); }
    if (what === "Down" && d.nextElementSibling) { d.nextElementSibling.after(d); }
  });
  box.querySelector("input[type=hidden]").value = Array.from(to.querySelectorAll("input"), function (i) { return i.value; }).join(",");
}

// Heard at the document, so that a form that comes late, or anew, behaves as well.
document.addEventListener("change", function (event) {
  var form = event.target.form;
  if (form && form.dataset.basis && event.target.id === form.dataset.basis) { followBasis(form); }
});

document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll("select[data-choose]").forEach(function (s) { s.value = s.dataset.choose; });
  document.querySelectorAll("table.datatable tbody tr").forEach(function (row) {
    row.addEventListener("mouseenter", function () { row.classList.add("rowFocus"); });
    row.addEventListener("mouseleave", function () { row.classList.remove("rowFocus"); });
  });
  document.querySelectorAll("input[name=all]").forEach(function (all) {
    all.addEventListener("click", function () {
      all.form.querySelectorAll("tbody input[type=checkbox]").forEach(function (b) { b.checked = all.checked; });
    });
  });
});
