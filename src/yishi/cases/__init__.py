"""The closed loop (一条链): what a resident says becomes a case; somebody holds it and answers; the resident judges.

Nouns: a *category* says what kind of matter it is; a *ladder* of *rungs* says who deals with it first and who next; a
*case* is one matter; a *stay* is its time on one desk; a *note* is something said on the way; a *promise* has a date;
a *part* is what a department or the property company is asked for; an *answer* is what the holder says came of it;
*feedback* is what the resident says to that. Actions: report, file, take, note, call, add_photos, promise, hand_up,
send_back, rule, ask_part, answer_part, answer, decline, confirm, contest, lapse, withdraw, reword.
"""
