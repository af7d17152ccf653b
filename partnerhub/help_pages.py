"""What the help tells, by topic."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerhub.permissions import PERMISSIONS, Role

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """A word, a page or a key, and what is to be said of it. ``is_key``: it is to be pressed."""

    term: Words
    text: Words
    is_key: bool = False


@dataclass(frozen=True)
class Topic:
    """One topic: a heading, a sentence of what it is about, and its entries."""

    key: str
    title: Words
    lede: Words
    entries: Sequence[Entry]

    @property
    def url(self) -> str:
        return reverse("help-topic", args=[self.key])


PAGES = Topic(
    "pages",
    _("What each page answers"),
    _("Every page has one question that it answers. Start at Overview; everything else is one step away."),
    (
        Entry(_("Overview"), _("Where do we stand, what changed, what needs us this week, and what will lapse?")),
        Entry(_("Action center"), _("What exactly needs somebody now, and of which anniversaries were we reminded?")),
        Entry(_("Solutions Partner"), _("How far is each of the six designations, category by category?")),
        Entry(_("A designation"), _("Which metric earns which points, why, and what is the next step?")),
        Entry(
            _("Why?"), _("Which rows made this number, which did not count and for which reason, and by which rule?")
        ),
        Entry(_("What would change"), _("What would we score under the rules of another day?")),
        Entry(_("Customer eligibility"), _("Which customers help which metric, and what keeps the others from it?")),
        Entry(_("Specializations"), _("What does each ask for, what do we have, and what is still open?")),
        Entry(_("Audits"), _("How does each audit go on, who has to do what, and until when?")),
        Entry(_("Customer references"), _("Which customer was asked, who has answered, and what may be sent again?")),
        Entry(_("Skilling"), _("Which certificates are asked for, who holds them, and what ends when at what cost?")),
        Entry(
            _("Partner-earned credit"),
            _("What did managed Azure services earn, where was credit lost and why, and what gets it back?"),
        ),
        Entry(_("Data"), _("What is known month by month, what is late, and which file is missing?")),
        Entry(_("Imported files"), _("Which files came in, which rows were rejected, and why?")),
        Entry(_("Activity"), _("What runs in the background, and how did it end?")),
        Entry(_("Scoring history"), _("What was our best score of each month, and did it qualify?")),
        Entry(_("Rulebook"), _("What is the rule, since when, from which source, and what changed?")),
        Entry(_("Users and roles"), _("Who belongs to the organisation, and who may do what?")),
    ),
)
PROOF = Topic(
    "proof",
    _("How a number is proved"),
    _("No figure stands without its reasons. This is how to follow one down to the line of a file."),
    (
        Entry(
            _("1. Open its Why"),
            _(
                "Beside a figure stands “Why?”. The page shows the arithmetic in one line, and every row that was "
                "looked at: what counted, and what did not with the first condition that it failed. The shares add "
                "up to the figure exactly."
            ),
        ),
        Entry(
            _("2. Follow a row"),
            _(
                "Each row names the file and the line that it came from. A file that was imported is never changed; "
                "a newer one supersedes it month by month."
            ),
        ),
        Entry(
            _("3. Read the rule"),
            _(
                "Beside the rows stand the rules that were read, each with the day it is in force from and its "
                "source. Where the sources do not say, the rule says “not published”, and nothing is guessed."
            ),
        ),
        Entry(
            _("4. Ask for another day"),
            _(
                "“As of” asks for the score of any day, “as known on” for what was known then. Both together replay "
                "the past bit for bit."
            ),
        ),
        Entry(
            _("5. Take it along"),
            _("“Download” gives the same rows as CSV; “Print” puts a status page on one sheet of paper."),
        ),
        Entry(
            _("Rounding"),
            _(
                "Points are exact fractions until they are shown: a metric with at most one decimal, a total as a "
                "whole number, both half up. Whether 70 is reached is judged on the exact sum."
            ),
        ),
    ),
)
WORDS = Topic(
    "words",
    _("Words used here"),
    _("The programme’s words, and ours."),
    (
        Entry(_("ACR"), _("Azure consumed revenue: what customers consumed of Azure, in US dollars.")),
        Entry(
            _("Anniversary"),
            _("The day on which what is held has to be renewed: yearly for a designation and for a specialization."),
        ),
        Entry(_("As of, as known on"), _("The day that a figure is of, and the day whose knowledge it rests on.")),
        Entry(_("Attested"), _("Held to be met by the programme’s word, as no threshold is published.")),
        Entry(_("Contribution"), _("A row’s share in a figure.")),
        Entry(
            _("Designation"),
            _("Solutions Partner in one of six areas: 70 of 100 points and no metric at zero qualify for it."),
        ),
        Entry(
            _("Enrolled"), _("A designation that was bought; it is held until its anniversary whatever the score does.")
        ),
        Entry(
            _("Evidence"),
            _("The export files that were imported, month by month. Without a file a month is unknown, not zero."),
        ),
        Entry(_("MPN ID"), _("The number of an organisation in the partner programme.")),
        Entry(
            _("Published and preview"),
            _("What the programme has published by its calendar; and what all files imported so far would give."),
        ),
        Entry(_("Qualified"), _("The score is high enough to enrol, on the day or within the qualification window.")),
        Entry(_("Refresh"), _("The day on which the programme publishes another month: the 20th since 2023.")),
        Entry(
            _("Specialization"),
            _("Deep expertise in one field: requirements, and for most of them an audit or customer references."),
        ),
        Entry(_("Tenant"), _("A customer’s directory. Customers are told apart by its id, never by their names.")),
        Entry(_("Track"), _("Enterprise or SMB: which thresholds hold for the organisation.")),
    ),
)
KEYBOARD = Topic(
    "keyboard",
    _("Keyboard"),
    _("Everything works without a mouse, and without scripts."),
    (
        Entry(
            _("Tab, Shift + Tab"),
            _("To the next and the previous link, field or button; the first is “Skip to the content”."),
            True,
        ),
        Entry(_("Enter"), _("Opens a link, presses a button, and sends a search."), True),
        Entry(_("Space"), _("Presses a button, opens a fold, ticks a box."), True),
        Entry(
            _("Escape"),
            _("Closes a menu, the navigation on a narrow screen, and the suggestions under the search box."),
            True,
        ),
        Entry(
            _("Arrow keys"),
            _("In the search box: down into the suggestions and up again. In a wide table: to the side."),
            True,
        ),
        Entry(_("Ctrl + P"), _("Prints the page; a status page fits on one sheet."), True),
    ),
)
DATA = Topic(
    "data",
    _("Files and freshness"),
    _("Scores rest on export files of Partner Center. Without them nothing is guessed."),
    (
        Entry(
            _("Which files"),
            _("The Data page lists every report that scores need, and which months of it are known, late or missing."),
        ),
        Entry(
            _("How often"),
            _(
                "After each refresh of the programme: export the new month, and import it. The same file twice does "
                "nothing."
            ),
        ),
        Entry(
            _("What happens then"),
            _(
                "The file is checked row by row; the scores and specializations are worked out anew within a minute. "
                "You may leave the page: Activity and the bar at the top show what is at work."
            ),
        ),
        Entry(
            _("Rejected rows"),
            _("A row that cannot be read is left out and listed with its line, column and reason; the others count."),
        ),
        Entry(
            _("Late"),
            _("A report whose newest published month was not imported. What rests on it says “no evidence”, not zero."),
        ),
        Entry(
            _("A wrong file"),
            _(
                "Import the right one: it supersedes the wrong one for its months. Nothing is deleted; what was "
                "known before stays known."
            ),
        ),
    ),
)
ABOUT = Topic(
    "about",
    _("About partnerhub"),
    _("A membership area that can prove itself."),
    (
        Entry(
            _("Not affiliated"),
            _(
                "partnerhub is not affiliated with Microsoft. Product names belong to their owners. What counts is "
                "what the programme itself decides; partnerhub works out what follows from your files and the "
                "published rules."
            ),
        ),
        Entry(
            _("Cookies"),
            _(
                "One keeps you signed in, one protects forms, and two remember the theme and whether the navigation "
                "is folded. Nothing is sent to anyone else."
            ),
        ),
        Entry(
            _("Accessibility"),
            _(
                "Made to meet WCAG 2.2 AA: keyboard, screen readers, 400% zoom, light and dark. Tell your "
                "administrator where it does not."
            ),
        ),
        Entry(
            _("Help from people"),
            _(
                "Who may give you a role is named where a page refuses you. Decisions of the programme are told on "
                "each record, with who decided and why."
            ),
        ),
    ),
)
TOPICS: Sequence[Topic] = (PAGES, PROOF, DATA, WORDS, KEYBOARD, ABOUT)
# What the permissions allow, in words.
ALLOWS: dict[str, Words] = {
    "membership.view": _("See Membership: scores, specializations, Why"),
    "evidence.view": _("See data and imported files"),
    "evidence.import": _("Import files"),
    "audit.request": _("Ask for an audit and answer the auditor"),
    "references.submit": _("Send customer references"),
    "activity.view": _("See what runs in the background"),
    "users.view": _("See users and roles"),
    "profile.view": _("See business profiles"),
    "profile.edit": _("Change and publish business profiles"),
    "profile.delete": _("Delete business profiles"),
    "leads.manage": _("Answer leads"),
    "credit.view": _("See partner-earned credit"),
    "credit.record": _("Record days without an agreement"),
    "audit.conduct": _("Conduct audits"),
    "references.review": _("Confirm or decline references"),
    "programme.view": _("See all partners"),
    "programme.decide": _("Record the programme’s decisions"),
}


@dataclass(frozen=True)
class Allowed:
    """Something that may be done, and the roles that may."""

    text: Words
    roles: list[str]


@dataclass(frozen=True)
class HelpPage:
    """A topic, or (without one) the index; ``allowed`` is what each permission is for."""

    topic: Topic | None
    topics: Sequence[Topic]
    allowed: list[Allowed]


def index() -> HelpPage:
    """All topics, and who may do what."""
    return HelpPage(None, TOPICS, [Allowed(text, _roles(name)) for name, text in ALLOWS.items()])


def topic(key: str) -> HelpPage | None:
    """One topic; None where there is no such."""
    found = next((one for one in TOPICS if one.key == key), None)
    return HelpPage(found, TOPICS, []) if found else None


def _roles(permission: str) -> list[str]:
    return [str(role.label) for role in Role if role in PERMISSIONS[permission]]
