/* Makes the pages a little nicer; nothing needs it. No request, no storage. */
(function () {
  "use strict";

  /* A map says what it shows where the pointer or the focus is. The listeners stand on the box around the map:
     an SVG that listens for focus would become a stop for the tab key itself. */
  document.querySelectorAll(".map-row, .finder-row, .locator-box").forEach(function (box) {
    var readout = box.querySelector(".readout");
    if (!readout || !box.querySelector("svg.map")) return;
    var rest = readout.textContent;
    function say(event) {
      var area = event.target.closest("svg.map a, svg.map g");
      var title = area && area.querySelector("title");
      readout.textContent = title ? title.textContent : rest;
    }
    ["mouseover", "focusin"].forEach(function (name) { box.addEventListener(name, say); });
    ["mouseleave", "focusout"].forEach(function (name) {
      box.addEventListener(name, function () { readout.textContent = rest; });
    });
  });

  /* A long table of areas can be narrowed by name. Areas stay in the order of their names: nothing is ranked. */
  document.querySelectorAll("table[data-filter]").forEach(function (table, n) {
    var rows = Array.from(table.tBodies[0].rows);
    if (rows.length < 20) return;
    var box = document.createElement("p");
    var label = document.createElement("label");
    var input = document.createElement("input");
    box.className = "filter";
    label.className = "govuk-label";
    label.htmlFor = input.id = "filter-" + n;
    label.textContent = table.dataset.filter;
    input.className = "govuk-input govuk-input--width-20";
    input.type = "search";
    box.append(label, input);
    table.parentElement.before(box);
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase();
      rows.forEach(function (row) {
        row.hidden = row.cells[0].textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    window.addEventListener("beforeprint", function () {
      rows.forEach(function (row) { row.hidden = false; });
    });
  });
})();
