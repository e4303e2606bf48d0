/** The list of projects: open, make, rename and delete. */

import { attempt } from "../app/announce.js";
import { changeProject } from "../app/changes.js";
import { desk } from "../app/desk.js";
import { find, findButton, findDialog, findInput, make, makeIconButton } from "../app/elements.js";
import { formatDate, tell } from "../app/messages.js";
import { createProject, deleteProject, loadProjects, openProject } from "../app/projects.js";
import { confirm } from "./confirm.js";

const dialog = findDialog("#projects-dialog");

export function offerProjects() {
  findButton("#project-button").addEventListener("click", () => {
    attempt(loadProjects);
    dialog.showModal();
  });
  find("#project-new").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = findInput("#project-new-name").value.trim();
    if (!name) return;
    attempt(async () => {
      await createProject(name);
      findInput("#project-new-name").value = "";
      dialog.close();
    });
  });
  find("#project-rename").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = findInput("#project-name").value.trim();
    if (name && name !== desk.now.project?.name) attempt(() => changeProject({ name }));
  });
  desk.on(["project", "projects", "language"], render);
}

function render() {
  const { project, projects } = desk.now;
  find("#project-button span").textContent = project?.name ?? tell("projectNone");
  document.title = project ? `${project.name} \u2013 EfficientCrackNet` : "EfficientCrackNet";
  find("#project-rename").hidden = !project;
  if (document.activeElement !== findInput("#project-name")) findInput("#project-name").value = project?.name ?? "";
  find("#project-list").replaceChildren(...projects.map((one) => makeRow(one, one.id === project?.id)));
  find("#project-list").hidden = projects.length === 0;
}

/**
 * @param {Project} project
 * @param {boolean} isOpen
 */
function makeRow(project, isOpen) {
  const { counts, created } = project;
  const facts = `${tell("photos", { count: counts.pictures })} \u00b7 ${formatDate(created)}`;
  const open = make("button", { type: "button", class: "row", "aria-current": isOpen ? "true" : null });
  open.append(make("b", {}, project.name), make("span", {}, facts));
  open.addEventListener("click", () => {
    dialog.close();
    attempt(() => openProject(project));
  });
  const remove = makeIconButton("trash", tell("deleteProject", { name: project.name }), async () => {
    const text = tell("deleteProjectText", { name: project.name, count: counts.pictures });
    if (await confirm({ title: tell("deleteProjectTitle"), text, act: tell("delete") })) attempt(() => deleteProject(project));
  });
  return make("li", {}, open, remove);
}
