"""What people are told about cases, by kind. The wording holds numbers, dates and places, never a resident's words."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import NEIGHBOURHOOD, Kind, register

ARRIVED = Kind(
    "cases.arrived",
    _("New on your desk: %(number)s"),
    _("%(place)s: case %(number)s lies on your desk. Answer by %(due)s."),
)
RULING = Kind(
    "cases.ruling",
    _("A ruling is needed: %(number)s"),
    _("Case %(number)s was sent back twice. Please rule whose it is."),
)
PART = Kind(
    "cases.part",
    _("You are called in: %(number)s"),
    _("%(place)s: your part in case %(number)s is asked for by %(due)s."),
)
PART_REPLIED = Kind(
    "cases.part_replied",
    _("A unit replied: %(number)s"),
    _("%(unit)s has given its reply in case %(number)s."),
)
RECEIVED = Kind(
    "cases.received",
    _("We have it: %(number)s"),
    _("Your matter has the number %(number)s and lies with: %(holder)s."),
)
TAKEN = Kind("cases.taken", _("Taken: %(number)s"), _("Your matter %(number)s was taken by: %(holder)s."))
TAKEN_OVER = Kind(
    "cases.taken_over",
    _("Taken off your hands: %(number)s"),
    _("Case %(number)s was taken by: %(holder)s. It no longer lies on your desk."),
)
PROMISED = Kind(
    "cases.promised",
    _("Promised: %(number)s"),
    _("In your matter %(number)s something was promised for %(day)s."),
)
STRUCK = Kind(
    "cases.struck",
    _("A decision was struck out: %(number)s"),
    _(
        "What a session had decided of your matter %(number)s was struck out, for it had been written down wrongly. "
        "The page says why, and how it goes on."
    ),
)
STRUCK_ON_DESK = Kind(
    "cases.struck_on_desk",
    _("A decision was struck out: %(number)s"),
    _("What a session had decided of case %(number)s was struck out. The case says why."),
)
HANDED_UP = Kind(
    "cases.handed_up", _("Handed up: %(number)s"), _("Your matter %(number)s now lies with: %(holder)s.")
)
ANSWERED = Kind(
    "cases.answered",
    _("Answered: %(number)s"),
    _(
        "Your matter %(number)s was answered. Is it solved? Please tell us until %(day)s; "
        "nobody who handled it closes it."
    ),
)
ANSWERED_BY_TEXT = Kind(
    "cases.answered_by_text",
    _("Answered: %(number)s"),
    _(
        "Your matter %(number)s was answered. Is it solved? Reply 1: solved. Reply 2: not solved. "
        "Or open the link, until %(day)s."
    ),
)
SAY_AGAIN = Kind(
    "cases.say_again",
    _("Not understood: %(number)s"),
    _("We did not understand your reply about matter %(number)s. Reply 1: solved. Reply 2: not solved."),
)
SAY_WHICH = Kind(
    "cases.say_which",
    _("Which matter do you mean?"),
    _(
        "Several of your matters wait for a word. Please reply with the number of the matter behind it, "
        "for instance: 1 %(number)s"
    ),
)
DOUBTED = Kind(
    "cases.doubted",
    _("Doubted: %(number)s"),
    _(
        "%(place)s: a neighbour says case %(number)s is not solved. A second household would reopen it one rung up."
    ),
)
REOPENED = Kind(
    "cases.reopened",
    _("Reopened: %(number)s"),
    _("Neighbours say your matter %(number)s is not solved. It was reopened and lies with: %(holder)s."),
)
LOOK = Kind(
    "cases.look",
    _("Would you take a second look?"),
    _("%(place)s: something was reported as done there. Please go and see, and tell us until %(day)s."),
)
DECLINED = Kind(
    "cases.declined",
    _("Declined: %(number)s"),
    _("Your matter %(number)s cannot be taken here. The page says why and where to go."),
)
NOT_SOLVED = Kind(
    "cases.not_solved",
    _("Not solved: %(number)s"),
    _("Case %(number)s is said not to be solved. It lies on your desk until %(due)s."),
)
LAPSED = Kind(
    "cases.lapsed",
    _("Ended in silence: %(number)s"),
    _(
        "We had no word from you, so your matter %(number)s ended in silence. You can still say that it is not solved."
    ),
)
MERGED = Kind(
    "cases.merged",
    _("Put together: %(number)s"),
    _(
        "Neighbours said the same, so your matter %(number)s goes on together with %(main)s. "
        "Your number and code go on working. Is yours something else? Say so on its page."
    ),
)
SPLIT = Kind(
    "cases.split",
    _("On its own again: %(number)s"),
    _("Your matter %(number)s was taken out of %(main)s and goes its own way. It lies with: %(holder)s."),
)
PUT_TOGETHER = Kind(
    "cases.put_together",
    _("Put together: %(number)s"),
    _("Case %(number)s goes on as part of case %(main)s."),
)
ANSWERED_JOINED = Kind(
    "cases.answered_joined",
    _("Answered: %(number)s"),
    _("The matter %(number)s that you joined was answered. The page shows what was done."),
)

GOES_ON = Kind(
    "cases.goes_on",
    _("It goes on: %(number)s"),
    _(
        "Whoever raised matter %(number)s no longer asks for it. It goes on for those who joined, and once it is "
        "answered you may say whether it is solved."
    ),
)
STEPPED_BACK = Kind(
    "cases.stepped_back",
    _("It goes on without whoever raised it: %(number)s"),
    _(
        "Whoever raised case %(number)s no longer asks for it. It goes on for %(voices)s households that joined."
    ),
)

register(
    GOES_ON,
    STEPPED_BACK,
    MERGED,
    SPLIT,
    PUT_TOGETHER,
    ANSWERED_JOINED,
    ARRIVED,
    RULING,
    PART,
    PART_REPLIED,
    RECEIVED,
    TAKEN,
    TAKEN_OVER,
    PROMISED,
    STRUCK,
    STRUCK_ON_DESK,
    HANDED_UP,
    ANSWERED,
    ANSWERED_BY_TEXT,
    SAY_AGAIN,
    SAY_WHICH,
    DOUBTED,
    REOPENED,
    LOOK,
    DECLINED,
    NOT_SOLVED,
    LAPSED,
)

PARKING_PROPOSED = Kind(
    "cases.parking_proposed",
    _("May it be parked? %(number)s"),
    _("The desk below proposes to park case %(number)s until %(day)s. Please decide; its clock runs on."),
)
PARKING_APPROVED = Kind(
    "cases.parking_approved",
    _("It may be parked: %(number)s"),
    _("Case %(number)s is parked until %(day)s and comes back to your desk by itself."),
)
PARKING_REFUSED = Kind(
    "cases.parking_refused",
    _("It may not be parked: %(number)s"),
    _("The rung above does not agree to park case %(number)s. The work goes on and the clock runs."),
)
PARKED = Kind(
    "cases.parked",
    _("Parked for now: %(number)s"),
    _(
        "Your matter %(number)s cannot be done now and is parked until %(day)s at the latest. The page says why, what "
        "is done meanwhile and what brings it back; you can object once."
    ),
)
UNPARKED = Kind(
    "cases.unparked",
    _("It is back: %(number)s"),
    _(
        "Your matter %(number)s came back: parked with %(then)s households, returned with %(now)s. It lies with: "
        "%(holder)s."
    ),
)
OBJECTED = Kind(
    "cases.objected",
    _("Objection to a parking: %(number)s"),
    _(
        "A resident objects to the parking of case %(number)s. Please decide by %(due)s, else it comes back by itself."
    ),
)
OBJECTION_DISMISSED = Kind(
    "cases.objection_dismissed",
    _("Objection decided: %(number)s"),
    _("Your matter %(number)s stays parked until %(day)s at the latest. The page says why."),
)
NUDGED = Kind(
    "cases.nudged",
    _("Nudged: %(number)s"),
    _("Case %(number)s was nudged, %(times)s times by now. Answer by %(due)s."),
)
SUPERVISED = Kind(
    "cases.supervised",
    _("Under supervision: %(number)s"),
    _("Case %(number)s on your desk is under supervision. Please report by %(day)s."),
)
REPORTED_ABOVE = Kind(
    "cases.reported_above",
    _("A report for you: %(number)s"),
    _("%(holder)s has reported on case %(number)s, which you supervise."),
)
SUPERVISION_ENDED = Kind(
    "cases.supervision_ended",
    _("Supervision ended: %(number)s"),
    _("Case %(number)s is no longer under supervision."),
)
WHISTLE = Kind(
    "cases.whistle",
    _("Please come on site: %(number)s"),
    _("%(place)s: you are called on site for case %(number)s. Please be there by %(due)s."),
    urgent=True,
)
APPEARED = Kind(
    "cases.appeared",
    _("On site: %(number)s"),
    _("%(unit)s says it is on site for case %(number)s. Please confirm."),
)
DID_NOT_APPEAR = Kind(
    "cases.did_not_appear",
    _("Did not come: %(number)s"),
    _("%(unit)s did not come on site in time for case %(number)s."),
)

register(
    PARKING_PROPOSED,
    PARKING_APPROVED,
    PARKING_REFUSED,
    PARKED,
    UNPARKED,
    OBJECTED,
    OBJECTION_DISMISSED,
    NUDGED,
    SUPERVISED,
    REPORTED_ABOVE,
    SUPERVISION_ENDED,
    WHISTLE,
    APPEARED,
    DID_NOT_APPEAR,
)


# --- time ---

PAUSED = Kind(
    "cases.paused",
    _("The clock stands: %(number)s"),
    _(
        "The time limit of your matter %(number)s stands still, until %(day)s at the latest. The page says why."
    ),
)
RESUMED = Kind(
    "cases.resumed",
    _("The clock goes on: %(number)s"),
    _("The time limit of your matter %(number)s runs again. You have an answer by %(due)s."),
)
RESUMED_DESK = Kind(
    "cases.resumed_desk",
    _("A pause is over: %(number)s"),
    _("The pause of case %(number)s is over by itself. Answer by %(due)s."),
)
EXTENSION_ASKED = Kind(
    "cases.extension_asked",
    _("More time is asked for: %(number)s"),
    _("A desk asks for time until %(day)s in case %(number)s. Please grant or refuse it."),
)
EXTENSION_GRANTED = Kind(
    "cases.extension_granted",
    _("More time granted: %(number)s"),
    _("Case %(number)s may be answered until %(day)s."),
)
EXTENSION_REFUSED = Kind(
    "cases.extension_refused",
    _("More time refused: %(number)s"),
    _("Case %(number)s keeps its limit. The page says why."),
)
EXTENDED = Kind(
    "cases.extended",
    _("It takes longer: %(number)s"),
    _("Your matter %(number)s was given more time, until %(day)s. The page says why."),
)
LIMIT_CHANGED = Kind(
    "cases.limit_changed",
    _("A new day for the answer: %(number)s"),
    _("Your matter %(number)s will be answered by %(due)s. The page says why this has changed."),
)
LIMIT_CHANGED_DESK = Kind(
    "cases.limit_changed_desk",
    _("A new limit: %(number)s"),
    _("Case %(number)s on your desk is to be answered by %(due)s now."),
)
DUE_SOON = Kind(
    "cases.due_soon",
    _("Due soon: %(number)s"),
    _("Case %(number)s on your desk is to be answered by %(due)s."),
)
LATE_TO_TAKE = Kind(
    "cases.late_to_take",
    _("Not taken in time: %(number)s"),
    _("Case %(number)s should have been taken by %(due)s. It waits with: %(holder)s."),
)
LATE_TO_CONTACT = Kind(
    "cases.late_to_contact",
    _("First contact is late: %(number)s"),
    _("The resident of case %(number)s should have been contacted by %(due)s. It lies with: %(holder)s."),
)
LATE_TO_REPORT = Kind(
    "cases.late_to_report",
    _("Word of progress is late: %(number)s"),
    _("Progress of case %(number)s should have been reported by %(due)s. It lies with: %(holder)s."),
)
ESCALATED = Kind(
    "cases.escalated",
    _("One rung up: %(number)s"),
    _(
        "The time limit of your matter %(number)s has passed without an answer, so it now lies one rung up, with: "
        "%(holder)s."
    ),
)
ESCALATED_FROM = Kind(
    "cases.escalated_from",
    _("Gone up by itself: %(number)s"),
    _("The time limit of case %(number)s has passed; it now lies with: %(holder)s."),
)
OVERDUE = Kind(
    "cases.overdue",
    _("Overdue on the top rung: %(number)s"),
    _("The time limit of case %(number)s has passed, and there is no higher rung. It lies with: %(holder)s."),
)

register(
    PAUSED,
    RESUMED,
    RESUMED_DESK,
    EXTENSION_ASKED,
    EXTENSION_GRANTED,
    EXTENSION_REFUSED,
    EXTENDED,
    LIMIT_CHANGED,
    LIMIT_CHANGED_DESK,
    DUE_SOON,
    LATE_TO_TAKE,
    LATE_TO_CONTACT,
    LATE_TO_REPORT,
    ESCALATED,
    ESCALATED_FROM,
    OVERDUE,
)


# --- those who help ---

HELP = Kind(
    "cases.help",
    _("Could you help nearby?"),
    _("%(place)s: %(skill)s would help there. Please open the page and say yes or no; a no is fine."),
    topic=NEIGHBOURHOOD,
)
HELPER_COMES = Kind(
    "cases.helper_comes",
    _("A helper said yes: %(number)s"),
    _("Case %(number)s: the helper you asked (%(skill)s) comes. Please arrange when."),
)
HELPER_CANNOT = Kind(
    "cases.helper_cannot",
    _("A helper cannot come: %(number)s"),
    _("Case %(number)s: the helper you asked (%(skill)s) cannot come. You can ask somebody else."),
)
HELPER_FOUND = Kind(
    "cases.helper_found",
    _("Somebody helps: %(number)s"),
    _("For your matter %(number)s a helper from nearby (%(skill)s) said yes. The desk arranges when."),
)

register(HELP, HELPER_COMES, HELPER_CANNOT, HELPER_FOUND)


# --- what was said in confidence ---

GLASS_ASKED = Kind(
    "cases.glass_asked",
    _("Danger to life: please decide now: %(number)s"),
    _("In case %(number)s a desk must know who the reporter is. Please agree or refuse by %(due)s."),
    urgent=True,
)
GLASS_BROKEN = Kind(
    "cases.glass_broken",
    _("You may see who it is: %(number)s"),
    _("A second person agreed: in case %(number)s you see name and number until %(until)s."),
    urgent=True,
)
GLASS_REFUSED = Kind(
    "cases.glass_refused",
    _("It was refused: %(number)s"),
    _("A second person did not agree to show who the reporter of case %(number)s is."),
    urgent=True,
)
NAME_SHOWN = Kind(
    "cases.name_shown",
    _("Your name was shown: %(number)s"),
    _(
        "In your matter %(number)s there was danger to life, so two people agreed to show a desk who you are. "
        "The page says to whom and when."
    ),
)

register(GLASS_ASKED, GLASS_BROKEN, GLASS_REFUSED, NAME_SHOWN)

# --- requests about one's own data that reached a desk ---

REQUEST_ENTERED = Kind(
    "cases.request_entered",
    _("A request in your name was written down"),
    _(
        "A desk wrote down that you asked for %(what)s; it is decided by %(due)s. If that was not you, please say so "
        "on the page “My data”."
    ),
)
REQUEST_WAITS = Kind(
    "cases.request_waits",
    _("A request about somebody's own data waits for a second person"),
    _("A second person must agree to it or refuse it, by %(due)s at the latest."),
)
REQUEST_ERASES = Kind(
    "cases.request_erases",
    _("Two people agreed to your request"),
    _(
        "You asked for %(what)s. It is done on %(due)s; until then you can take it back on the page “My data”."
    ),
)
REQUEST_AGREED = Kind(
    "cases.request_agreed",
    _("Two people agreed to your request"),
    _(
        "You asked for %(what)s. It is ready for you at: %(post)s. Please bring something that shows who you are."
    ),
)
REQUEST_TO_HAND_OVER = Kind(
    "cases.request_to_hand_over",
    _("Agreed: please hand over what was asked for"),
    _("A second person agreed. Please hand the file over to the person themselves."),
)
REQUEST_REFUSED = Kind(
    "cases.request_refused",
    _("Your request was refused"),
    _("You asked for %(what)s. The ground stands on the page “My data”."),
)
REQUEST_HANDED_OVER = Kind(
    "cases.request_handed_over",
    _("What is kept about you was handed over"),
    _(
        "You asked for %(what)s; %(post)s handed it over. If that was not to you, please tell the community at once."
    ),
)
REQUEST_DISOWNED = Kind(
    "cases.request_disowned",
    _("A request about somebody's own data was taken back"),
    _(
        "Whoever it was about says that it was not them, or thinks better of it. Nothing is handed over or erased."
    ),
    urgent=True,
)

register(
    REQUEST_ENTERED,
    REQUEST_WAITS,
    REQUEST_ERASES,
    REQUEST_AGREED,
    REQUEST_TO_HAND_OVER,
    REQUEST_REFUSED,
    REQUEST_HANDED_OVER,
    REQUEST_DISOWNED,
)
