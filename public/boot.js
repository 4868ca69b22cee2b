// Runs before the app: applies the remembered theme before the first paint, and wires the crash overlay,
// which must work when the WebAssembly instance is dead or never started. No framework, no imports.
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("gagehouse.theme");
    if (theme === "light" || theme === "dark") {
      document.documentElement.setAttribute("data-theme", theme);
    }
  } catch (blocked) {
    // Storage may be blocked; the device's setting is used then.
  }

  function show(text) {
    var overlay = document.getElementById("crash");
    if (!overlay || !overlay.hidden) return;
    document.getElementById("crash-details").textContent =
      text + "\n" + location.href + "\n" + navigator.userAgent + "\n" + new Date().toISOString();
    overlay.hidden = false;
    document.getElementById("crash-reload").focus();
  }

  addEventListener("gagehouse:crash", function (event) { show(String(event.detail)); });
  // Before the app has taken over, any error means that it could not start.
  function failedToStart(event) {
    if (!document.getElementById("app-shell")) return;
    var reason = event.reason || event.error || event.message;
    show("The app could not start: " + (reason && reason.message ? reason.message : String(reason)));
  }
  addEventListener("error", failedToStart);
  addEventListener("unhandledrejection", failedToStart);

  addEventListener("DOMContentLoaded", function () {
    document.getElementById("crash-reload").addEventListener("click", function () { location.reload(); });
    document.getElementById("crash-copy").addEventListener("click", function (event) {
      var button = event.currentTarget;
      var done = function (word) { return function () { button.textContent = word; }; };
      if (!navigator.clipboard) return done("Select the text above and copy it")();
      navigator.clipboard
        .writeText(document.getElementById("crash-details").textContent)
        .then(done("Copied"), done("Select the text above and copy it"));
    });
  });
})();
