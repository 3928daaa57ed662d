// Everything at the desk works without these; each makes a hand's work shorter.
import { actByKeys, sendByKeys } from "./keys.js";
import { backToCard, tickMany } from "./ticking.js";
import { narrowLists } from "./narrow.js";
import { logCalls } from "./calls.js";
import { fillGrids } from "./grid.js";
import { workOffline } from "./offline.js";
import { offerTexts } from "./texts.js";

sendByKeys(document);
actByKeys(document);
tickMany(document);
backToCard(document);
narrowLists(document);
logCalls(document);
fillGrids(document);
workOffline(document);
offerTexts(document);

// what is done in portions goes on by itself; without this a button does it
for (const form of document.querySelectorAll("form[data-goes-on]")) form.requestSubmit();
