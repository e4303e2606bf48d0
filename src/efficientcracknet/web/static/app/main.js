/** Puts the page together and starts it. */

import { prepareDialogs } from "../dialogs/confirm.js";
import { offerExports } from "../dialogs/exports.js";
import { offerHelp } from "../dialogs/help.js";
import { offerProjects } from "../dialogs/projects.js";
import { signIn } from "../dialogs/signin.js";
import { showCracks } from "../inspector/cracks.js";
import { showHeading } from "../inspector/heading.js";
import { offerScale } from "../inspector/scale-panel.js";
import { offerStandards } from "../inspector/standard.js";
import { listenForPictures } from "../photos/intake.js";
import { showPhotos, tellCurrent } from "../photos/photo-list.js";
import { showQueue } from "../photos/queue.js";
import { send } from "../photos/uploads.js";
import { offerScalePoints } from "../stage/measuring.js";
import { showNotices } from "../stage/notices.js";
import { showScaleBar } from "../stage/scale-bar.js";
import { offerSliders } from "../stage/sliders.js";
import { Stage } from "../stage/stage.js";
import { offerStrokes } from "../stage/strokes.js";
import { offerTools } from "../stage/tools.js";
import { offerWipe } from "../stage/wipe.js";
import { keepAddress } from "./address.js";
import { attempt, complain, note, say } from "./announce.js";
import { ask } from "./api.js";
import { desk } from "./desk.js";
import { followDetails } from "./details.js";
import { find } from "./elements.js";
import { chooseLanguage, LANGUAGES, setLanguage, storeLanguage, tell } from "./messages.js";
import { offerPanes } from "./panes.js";
import { loadProjects, openFirst } from "./projects.js";
import { listenForKeys } from "./shortcuts.js";

/** @param {string} wanted */
async function speak(wanted) {
  await setLanguage(wanted);
  desk.set({ language: wanted });
}

function offerLanguages() {
  const select = /** @type {HTMLSelectElement} */ (find("#language"));
  select.value = desk.now.language;
  select.addEventListener("change", () => {
    const wanted = LANGUAGES.includes(select.value) ? select.value : LANGUAGES[0];
    storeLanguage(wanted);
    attempt(() => speak(wanted));
  });
}

function build() {
  const stage = new Stage();
  offerWipe(stage);
  offerTools(stage);
  offerStrokes(stage);
  offerScalePoints(stage);
  offerSliders();
  showScaleBar(stage);
  showNotices();
  showPhotos();
  showQueue();
  showHeading();
  showCracks(stage);
  offerScale();
  offerStandards();
  offerProjects();
  offerExports();
  offerHelp();
  offerPanes();
  offerLanguages();
  prepareDialogs();
  listenForKeys();
  listenForPictures((pictures, others) => {
    if (pictures.length) attempt(() => send(pictures));
    if (others) note(tell("leftOut", { count: others }));
  });
  desk.on(["connection"], () => (find("#connection").hidden = desk.now.connection === "fine"));
  desk.on(["current"], () => say(tellCurrent()));
}

async function learn() {
  let about = await ask("GET", "/api/about");
  if (about.auth.required && !about.auth.signed_in) {
    await signIn();
    about = await ask("GET", "/api/about");
  }
  const { standards } = await ask("GET", "/api/standards");
  desk.set({ about, standards, threshold: about.threshold.default });
  await loadProjects();
  await openFirst();
}

async function start() {
  await speak(chooseLanguage());
  build();
  await learn().catch(complain);
  keepAddress();
  followDetails();
  document.body.dataset.ready = "";
}

start().catch(complain);
