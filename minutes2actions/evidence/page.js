(function () {
  "use strict";
  var chosen = [];
  function all(entry) {
    return document.querySelectorAll('[data-of="' + CSS.escape(entry) + '"]');
  }
  function choose(entry) {
    chosen.forEach(function (one) { one.classList.remove("on"); });
    chosen = Array.prototype.slice.call(all(entry));
    chosen.forEach(function (one) { one.classList.add("on"); });
  }
  function show(element, focus) {
    for (var up = element.parentElement; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") { up.open = true; }
    }
    element.scrollIntoView({ block: "center", inline: "nearest" });
    if (focus) {
      if (!element.matches("a, [tabindex]")) { element.setAttribute("tabindex", "-1"); }
      element.focus({ preventScroll: true });
    }
  }
  function entryOf(id) {
    var element = document.getElementById(id);
    return element && element.closest("[data-of]") ? element.closest("[data-of]").dataset.of : null;
  }
  function follow(id, focus) {
    var element = document.getElementById(id), entry = entryOf(id);
    if (!element || !entry) { return false; }
    choose(entry);
    var list = document.getElementById("read-" + entry), mark = document.getElementById(entry);
    var other = element.closest("#read") ? mark : list;
    if (other) { other.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    var link = element.closest("#read") ? element.querySelector("a.go") : null;
    show(element, false);
    if (focus) { show(link || element, true); }
    history.replaceState(null, "", "#" + (element.closest("#read") && mark ? entry : id));
    return true;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href").length > 1) {
      if (follow(link.getAttribute("href").slice(1), true)) { event.preventDefault(); }
      return;
    }
    var marked = event.target.closest("[data-of]");
    if (!marked || event.target.closest("a, summary, details") || String(window.getSelection())) { return; }
    var entry = marked.dataset.of;
    follow(marked.closest("#read") ? entry : "read-" + entry, true);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { choose("none"); }
  });
  window.addEventListener("hashchange", function () { follow(location.hash.slice(1), false); });
  if (location.hash.length > 1) { follow(decodeURIComponent(location.hash.slice(1)), false); }
  document.documentElement.classList.add("ready");
})();
