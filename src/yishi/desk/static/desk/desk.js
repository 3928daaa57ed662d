// Everything at the desk works without these; each makes a hand's work shorter.
import { sendByKeys } from "./keys.js";
import { narrowLists } from "./narrow.js";
import { logCalls } from "./calls.js";

sendByKeys(document);
narrowLists(document);
logCalls(document);
