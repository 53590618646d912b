/* Makes the pages a little nicer; nothing needs it. No request, no storage. */
(function () {
  "use strict";

  /* A map says what it shows where the pointer or the focus is. */
  document.querySelectorAll("svg.map").forEach(function (map) {
    var row = map.closest(".map-row, .finder-row, .locator-box");
    var readout = row && row.querySelector(".readout");
    if (!readout) return;
    var rest = readout.textContent;
    function say(event) {
      var area = event.target.closest("a, g");
      var title = area && area.querySelector("title");
      readout.textContent = title ? title.textContent : rest;
    }
    map.addEventListener("mouseover", say);
    map.addEventListener("focusin", say);
    map.addEventListener("mouseleave", function () { readout.textContent = rest; });
    map.addEventListener("focusout", function () { readout.textContent = rest; });
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
