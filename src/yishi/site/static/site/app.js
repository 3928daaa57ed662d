// Everything works without these; each module makes one thing pleasanter.
import { sendOnce } from "./once.js";
import { pickPhotos } from "./photos.js";
import { countLetters } from "./count.js";
import { copyAndPrint } from "./buttons.js";
import { showErrors } from "./errors.js";
import { readAloud } from "./aloud.js";
import { unfold } from "./opening.js";

sendOnce(document);
pickPhotos(document);
countLetters(document);
copyAndPrint(document);
showErrors(document);
readAloud(document);
unfold();
